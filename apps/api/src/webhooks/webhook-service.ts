import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Store, WebhookRow } from 'waypost/store';
import { makeSecret, WebhookEngine } from 'waypost/webhooks';
import { invalid, readBody } from '../http/read-body.js';
import type { Caller } from '../keys/caller.js';
import { covers, reachesSender } from '../keys/scope.js';
import { ProblemException } from '../problem.js';
import { checkSecretsInUse } from '../secrets-in-use.js';
import { STORE } from '../store.token.js';
import { urlProblems } from './webhook-url.js';
import { viewWebhook } from './webhook-view.js';
import { CreateWebhook, UpdateWebhook, type RotateWebhookSecret } from './webhook.dto.js';
import type { WebhookTest, WebhookView, WebhookWithSecret } from './webhook.dto.js';
import { formerAfter, WebhookSecrets } from './webhook-secrets.js';

const OVERLAP_SECONDS = 86_400;

/**
 * Makes, changes and removes endpoints. A key finds those only whose senders are within its own, and gives none more than
 * that.
 */
@Injectable()
export class WebhookService {
  constructor(
    @Inject(STORE) private readonly store: Store,
    private readonly engine: WebhookEngine,
    private readonly secrets: WebhookSecrets,
  ) {}

  async list(caller: Caller): Promise<WebhookView[]> {
    const rows = await this.store.webhooks.all();
    return rows.filter((row) => isWithin(caller, row)).map(viewWebhook);
  }

  async get(caller: Caller, id: string): Promise<WebhookView> {
    return viewWebhook(await this.find(caller, id));
  }

  /** The stored endpoint. Throws `not_found` where there is none for this caller. */
  async find(caller: Caller, id: string): Promise<WebhookRow> {
    const row = await this.store.webhooks.find(id);
    if (row && isWithin(caller, row)) return row;
    throw new ProblemException('not_found', 'There is no such webhook for this key.');
  }

  /** @throws ProblemException `validation_failed`, `beyond_own_reach` */
  async create(caller: Caller, body: unknown): Promise<WebhookWithSecret> {
    const { url, events, senders, description } = this.#read(CreateWebhook, body);
    const id = `wh_${randomBytes(12).toString('hex')}`;
    const secret = makeSecret();
    await this.store.webhooks.add({
      ...{ id, url, events, senders: requireOwnSenders(caller, senders) },
      description: description ?? null,
      secret: this.secrets.seal(id, secret),
      enabled: true,
      createdAt: Date.now(),
    });
    await this.engine.refresh();
    return { ...(await this.get(caller, id)), secret };
  }

  /** @throws ProblemException `not_found`, `validation_failed`, `beyond_own_reach` */
  async update(caller: Caller, id: string, body: unknown): Promise<WebhookView> {
    await this.find(caller, id);
    const { senders, ...change } = this.#read(UpdateWebhook, body);
    await this.store.webhooks.change(id, {
      ...change,
      ...(senders !== undefined && { senders: requireOwnSenders(caller, senders) }),
      at: Date.now(),
    });
    await this.engine.lift(id);
    return this.get(caller, id);
  }

  async remove(caller: Caller, id: string): Promise<void> {
    await this.find(caller, id);
    await this.store.webhooks.remove(id);
    await this.engine.refresh();
  }

  /**
   * Makes a new secret; the former one signs beside it for the overlap.
   * @throws ProblemException `not_found`, `too_many_secrets`
   */
  async rotate(
    caller: Caller,
    id: string,
    { overlapSeconds }: RotateWebhookSecret,
  ): Promise<WebhookWithSecret> {
    const secret = makeSecret();
    const next = this.secrets.seal(id, secret);
    // Again where somebody else rotated it in between: then that one's secret is the former one.
    for (let isDone = false; !isDone;) {
      const row = await this.find(caller, id);
      const at = Date.now();
      const until = at + (overlapSeconds ?? OVERLAP_SECONDS) * 1_000;
      const former = formerAfter(row, until, at);
      const ends = former.map((each) => each.until);
      checkSecretsInUse(['The webhook', 'secrets'], ends);
      const change = { at, secret: { replaces: row.secret, next, former } };
      isDone = await this.store.webhooks.change(id, change);
    }
    await this.engine.refresh();
    return { ...(await this.get(caller, id)), secret };
  }

  async test(caller: Caller, id: string): Promise<WebhookTest> {
    const row = await this.find(caller, id);
    const { status, ms: durationMs, answer, error } = await this.engine.test(row);
    const delivered = status !== null && status >= 200 && status < 300;
    return { delivered, status, durationMs, answer, error };
  }

  /** Everything that is wrong at once: with the body, and with where the URL leads. */
  #read<T extends { readonly url?: unknown }>(shape: new () => T, body: unknown): T {
    const { url } = (body ?? {}) as { readonly url?: unknown };
    const problems = typeof url === 'string' ? urlProblems(url, this.engine.allowPrivate) : [];
    let value: T | undefined;
    try {
      value = readBody(shape, body);
    } catch (error) {
      if (!(error instanceof ProblemException)) throw error;
      problems.push(...(error.problem.errors ?? []));
    }
    if (!value || problems.length > 0) throw invalid(problems);
    return value;
  }
}

function isWithin({ reach }: Caller, { senders }: WebhookRow): boolean {
  return covers(reach, { scopes: [], ...(senders && { senders }) });
}

/** Whose events an endpoint may get: those that are named, if they are the caller's, else all of the caller's. */
function requireOwnSenders(
  { reach }: Caller,
  senders: readonly string[] | null | undefined,
): readonly string[] | null {
  if (!senders) return reach.senders ?? null;
  const errors = senders
    .filter((sender) => !reachesSender(reach, sender))
    .map((id) => ({ path: 'senders', message: `The asking key may not use a sender ${id}.` }));
  if (errors.length === 0) return senders;
  const detail = 'A webhook cannot show more than the key that creates it may see.';
  throw new ProblemException('beyond_own_reach', detail, { errors });
}
