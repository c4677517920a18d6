import { Gauge, type Registry } from 'prom-client';
import type { SenderDirectory } from '../senders/sender-directory.js';
import type { SenderFaults } from '../senders/sender-faults.js';

/** Whatever a sender is held up by has a series while it lasts, so that somebody can be called. */
export function registerSenderGauge(
  registry: Registry,
  senders: Pick<SenderDirectory, 'heldUp'>,
  faults: Pick<SenderFaults, 'all'>,
): void {
  new Gauge({
    name: 'waypost_sender_held_up',
    help: '1 for each sender that does not send: somebody paused it, its options are misconfigured, or there is a fault, with its code.',
    labelNames: ['sender', 'reason', 'code'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { sender, reason } of senders.heldUp()) this.labels(sender, reason, '').set(1);
      for (const [sender, { error }] of faults.all()) {
        this.labels(sender, 'fault', error.code).set(1);
      }
    },
  });
}
