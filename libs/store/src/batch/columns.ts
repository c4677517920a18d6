import { columnsOf } from '../queries/input.js';
import { MESSAGE } from '../queries/message-writes.js';

const COLUMNS = columnsOf(MESSAGE);

/** Where the values stand in a row of `MESSAGE`. */
export const ID_AT = COLUMNS.indexOf('id');
export const SENDER_AT = COLUMNS.indexOf('sender');
export const STATUS_AT = COLUMNS.indexOf('status');
export const ATTEMPTS_AT = COLUMNS.indexOf('attempts');
export const EPOCH_AT = COLUMNS.indexOf('epoch');
export const SEQUENCE_AT = COLUMNS.indexOf('sequence');
