import { parsePhone } from '../phone/parse-phone.js';
import { Reads } from '../validation/reads.decorator.js';

/** A phone number with its country code, kept as E.164. */
export function IsPhone(): PropertyDecorator {
  return Reads({
    name: 'isPhone',
    read: parsePhone,
    what: 'a phone number with its country code, such as +919876500001; national forms and a leading 00 are not read',
  });
}
