import { setTimeout } from 'node:timers/promises';
import { clock } from '../rig/clock.js';
import { Connection, type Answer } from './connection.js';
import { idDigits, MESSAGE, RECIPIENT, type Target } from './target.js';

/** A load of so many messages, as fast as the target takes them. */
export interface ClosedLoad {
  readonly target: Target;
  readonly messages: number;
}

/** A load of so many requests per second, whatever the target does. */
export interface OpenLoad {
  readonly target: Target;
  readonly perSecond: number;
  readonly seconds: number;
}

/** When a load was sent and answered: milliseconds on the machine's clock. */
export interface Sent {
  readonly startedAt: number;
  readonly endedAt: number;
}

/** From when a request was due until it was answered: milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

const RECIPIENTS = 100_000;
let next = 0;

/**
 * Sends a load over the target's connections, each of which sends its next request when its last one is answered.
 * @throws Error at the first answer that is not 2xx
 */
export async function sendClosed({ target, messages }: ClosedLoad): Promise<Sent> {
  const connections = await open(target);
  const total = Math.ceil(messages / target.messages);
  const startedAt = clock();
  let turns = 0;
  const lane = async (connection: Connection): Promise<void> => {
    for (let turn = turns++; turn < total; turn = turns++) {
      check(await connection.exchange(fill(target, turn)));
    }
  };
  await Promise.all(connections.map(lane));
  const endedAt = clock();
  for (const connection of connections) connection.close();
  return { startedAt, endedAt };
}

/**
 * Sends requests at even intervals. A request that is due while all connections wait is sent late, and its time
 * counts from when it was due; that a timer woke late does not count.
 * @throws Error at the first answer that is not 2xx
 */
export async function sendOpen({ target, perSecond, seconds }: OpenLoad): Promise<Latency> {
  const connections = await open(target);
  const total = perSecond * seconds;
  const startedAt = clock();
  const taken: number[] = [];
  let due = 0;
  const lane = async (connection: Connection): Promise<void> => {
    for (let turn = due++; turn < total; turn = due++) {
      const dueAt = startedAt + (turn * 1_000) / perSecond;
      const from = await until(dueAt);
      check(await connection.exchange(fill(target, turn)));
      taken.push(clock() - from);
    }
  };
  await Promise.all(connections.map(lane));
  for (const connection of connections) connection.close();
  taken.sort((a, b) => a - b);
  return { p50: percentile(taken, 0.5), p99: percentile(taken, 0.99) };
}

/** Waits until then, and says from when the request's time counts. */
async function until(dueAt: number): Promise<number> {
  const early = dueAt - clock();
  if (early <= 0) return dueAt;
  await setTimeout(early);
  return clock();
}

function open({ port, connections }: Target): Promise<Connection[]> {
  return Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
}

function fill({ request, rounds }: Target, turn: number): string {
  if (rounds) {
    const { requests, first, count } = rounds;
    const round = requests[Math.floor(turn / count) % requests.length] ?? '';
    return round.replaceAll(MESSAGE, idDigits(first + (turn % count)));
  }
  return request.replaceAll(RECIPIENT, () => {
    next = (next + 1) % RECIPIENTS;
    return String(next).padStart(RECIPIENT.length, '0');
  });
}

function check({ status, body }: Answer): void {
  if (status < 200 || status > 299) {
    throw new Error(`The answer was ${status}: ${body.toString('utf8', 0, 500)}`);
  }
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}
