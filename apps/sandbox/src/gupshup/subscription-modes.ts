import { GUPSHUP_MODES, type GupshupMode } from '../callbacks/registration.js';

/**
 * The bit of each event in `mode`. Which bit is which is not documented; these fit every number that is.
 * https://partner-docs.gupshup.io/docs/set-subscription (November 2026)
 */
const BITS: ReadonlyMap<string, number> = new Map(
  [
    ...['SENT', 'DELIVERED', 'READ', 'DELETED', 'OTHERS', 'FAILED', 'MESSAGE', 'TEMPLATE'],
    ...['ACCOUNT', 'BILLING', 'ENQUEUED', 'FLOWS_MESSAGE', 'PAYMENTS', 'ALL'],
  ].map((mode, place) => [mode, 2 ** place]),
);

/** The events that a comma-separated list names; undefined where it names none or one that there is not. */
export const modesIn = (list: string | undefined): readonly string[] | undefined => {
  const modes = (list ?? '').split(',').map((mode) => mode.trim().toUpperCase());
  return modes.every((mode) => BITS.has(mode)) ? [...new Set(modes)] : undefined;
};

/** The number that stands for a list of events. */
export const maskOf = (modes: readonly string[]): number =>
  modes.reduce((mask, mode) => mask + (BITS.get(mode) ?? 0), 0);

/** Those of a list that the sandbox can tell of. */
export const toldModes = (modes: readonly string[]): GupshupMode[] =>
  GUPSHUP_MODES.filter((mode) => modes.includes(mode));
