import { columnsOf } from '../queries/input.js';
import { CHANGE, MESSAGE, START } from '../queries/message-writes.js';

const COLUMNS = columnsOf(MESSAGE);
const OF_START = columnsOf(START);

/** Where the values stand in a row of `MESSAGE`. */
export const ID_AT = COLUMNS.indexOf('id');
export const SENDER_AT = COLUMNS.indexOf('sender');
export const STATUS_AT = COLUMNS.indexOf('status');
export const ATTEMPTS_AT = COLUMNS.indexOf('attempts');
export const EPOCH_AT = COLUMNS.indexOf('epoch');
export const SEQUENCE_AT = COLUMNS.indexOf('sequence');

/** Where the values stand in a row of `START`. */
export const STARTED_AT = OF_START.indexOf('position');
export const START_EPOCH_AT = OF_START.indexOf('epoch');

/** Where the position of the message stands in a row of `CHANGE`. */
export const CHANGED_AT = columnsOf(CHANGE).indexOf('position');
