import { Logger } from '@nestjs/common';
import type { Store } from 'waypost/store';
import { WebhookEngine, type DisableReason, type WebhookOptions } from 'waypost/webhooks';
import { viewEvent } from '../events/event-view.js';
import type { Metrics } from '../metrics/metrics.js';
import type { SecretBox } from '../senders/secret-box.js';
import { WebhookSecrets } from './webhook-secrets.js';

/** What may differ from the usual. */
export type WebhookTuning = Pick<
  WebhookOptions,
  'allowPrivate' | 'schedule' | 'timeoutMs' | 'concurrency' | 'hold' | 'pollMs' | 'now'
>;

const WHY: Readonly<Record<DisableReason, string>> = {
  gone: 'it answered 410',
  failing: 'it has failed for 5 days',
};

/** The engine that tells webhooks of events, as the feed shows them. It is not started yet. */
export function openWebhooks(
  store: Store,
  box: SecretBox,
  metrics: Metrics,
  tuning: WebhookTuning,
): WebhookEngine {
  const logger = new Logger('Webhooks');
  const secrets = new WebhookSecrets(box);
  return new WebhookEngine(store, {
    ...tuning,
    render: (row) => {
      const event = viewEvent(row);
      return { id: event.id, body: JSON.stringify(event) };
    },
    secretsOf: (webhook, at) => secrets.of(webhook, at),
    observe: (result) => metrics.observeWebhook(result),
    disabled: (webhook, reason) =>
      logger.warn(`Webhook ${webhook} is disabled, because ${WHY[reason]}.`),
  });
}
