import {
  collectDefaultMetrics,
  Counter,
  type CounterConfiguration,
  Histogram,
  Registry,
} from 'prom-client';
import type { CallbackItem } from 'waypost/providers';
import type { Outcome, StoredError } from 'waypost/delivery';
import type { Store } from 'waypost/store';
import type { WebhookResult } from 'waypost/webhooks';
import type { OpenDirectory } from '../open-directory.js';
import { LabelledCount } from './labelled-count.js';
import { registerQueueGauges } from './queue-gauges.js';
import { registerSenderGauge } from './sender-gauge.js';
import { registerWebhookGauges } from './webhook-gauges.js';

const COMMIT_SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5];
const BATCH_SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 512, 1_000];

/** What is measured of a gateway, in a registry of its own: counts and times, and no personal data. */
export class Metrics {
  readonly registry = new Registry();
  readonly #attempts = this.#counter({
    name: 'waypost_attempts_total',
    help: 'Attempts that ended, by the kind of provider, the outcome and the code of its error.',
    labelNames: ['provider', 'outcome', 'code'],
  });
  readonly #deliveries = this.#counter({
    name: 'waypost_webhook_attempts_total',
    help: 'Attempts to deliver an event to a webhook, by what became of the delivery: delivered, retried later, or failed.',
    labelNames: ['result'],
  });
  readonly #callbacks = this.#counter({
    name: 'waypost_callbacks_total',
    help: 'What vendors called back, by the kind of provider: requests at the door (kind request), and each item in them by its kind and what became of it.',
    labelNames: ['provider', 'kind', 'outcome'],
  });
  readonly #stop: () => void;

  constructor(
    store: Pick<Store, 'depths' | 'onCommit' | 'health' | 'statements' | 'webhooks'>,
    private readonly directory: Pick<OpenDirectory, 'senders' | 'faults'>,
  ) {
    collectDefaultMetrics({ register: this.registry });
    registerQueueGauges(this.registry, store);
    registerWebhookGauges(this.registry, store.webhooks);
    registerSenderGauge(this.registry, directory.senders, directory.faults);
    countStatements(this.registry, store);
    this.#stop = observeCommits(this.registry, store);
  }

  /** Counts an attempt that ended. */
  observe(sender: string, { finish }: Outcome): void {
    const { outcome, error } = finish.attempt;
    const provider = this.directory.senders.find(sender)?.kind ?? 'unknown';
    const code = error === null ? '' : (JSON.parse(error) as StoredError).code;
    this.#attempts.inc(provider, outcome, code);
  }

  /** Counts what vendors called back: requests, and the items in them. */
  countCallback(provider: string, kind: CallbackItem['kind'] | 'request', outcome: string): void {
    this.#callbacks.inc(provider, kind, outcome);
  }

  #counter(about: Pick<CounterConfiguration<string>, 'name' | 'help' | 'labelNames'>) {
    return new LabelledCount({ ...about, registers: [this.registry] });
  }

  /** Counts an attempt to deliver an event to a webhook. */
  observeWebhook(result: WebhookResult): void {
    this.#deliveries.inc(result);
  }

  /** Ends what it listens to. */
  close(): void {
    this.#stop();
    this.registry.clear();
  }
}

function observeCommits(registry: Registry, store: Pick<Store, 'onCommit'>): () => void {
  const seconds = new Histogram({
    name: 'waypost_store_commit_seconds',
    help: 'How long group commits took until they were durable.',
    buckets: COMMIT_SECONDS,
    registers: [registry],
  });
  const operations = new Histogram({
    name: 'waypost_store_commit_operations',
    help: 'How many operations were committed together.',
    buckets: BATCH_SIZES,
    registers: [registry],
  });
  return store.onCommit((report) => {
    seconds.observe(report.ms / 1_000);
    operations.observe(report.operations);
  });
}

function countStatements(registry: Registry, store: Pick<Store, 'statements'>): void {
  let told = 0;
  new Counter({
    name: 'waypost_store_statements_total',
    help: 'Statements sent to the database: those of commits, reads, leases and hints.',
    registers: [registry],
    collect() {
      this.inc(store.statements - told);
      told = store.statements;
    },
  });
}
