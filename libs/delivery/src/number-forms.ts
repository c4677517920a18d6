import { parsePhone } from 'waypost/messages';

/** Numbers of one plan that WhatsApp writes in several forms: how each of them reads, and all of them, the lasting one first. */
interface Rule {
  readonly pattern: RegExp;
  readonly forms: readonly [string, ...string[]];
}

/**
 * Where the id by which WhatsApp knows a user is not always the number that is dialled, as providers and users tell:
 * - Brazil put a 9 before its mobile numbers from 2012 on; who had WhatsApp before is still known without it
 *   (devlikeapro/waha#2120, #238). What begins with 2 to 5 is a landline, and some numbers from 7 never got the 9.
 * - Mexico dropped the 1 before mobile numbers in 2019; WhatsApp still knows many by it (code-chat-br/whatsapp-api#107).
 * - Argentina's mobile numbers have a 9 when dialled from abroad, and some are accepted only without it
 *   (chatwoot/chatwoot#11053, #13932). The 15 of the national form is read by `parsePhone` already.
 */
const RULES: readonly Rule[] = [
  {
    pattern: /^\+55(?<area>[1-9]{2})9?(?<number>[689]\d{7})$/,
    forms: ['+55$<area>9$<number>', '+55$<area>$<number>'],
  },
  { pattern: /^\+521?(?<number>[2-9]\d{9})$/, forms: ['+52$<number>', '+521$<number>'] },
  { pattern: /^\+549?(?<number>[1-3]\d{9})$/, forms: ['+549$<number>', '+54$<number>'] },
];

/** All forms in which messages to the user of a number may be stored. A user id, or anything else, is its own form. */
export function formsOf(recipient: string): readonly string[] {
  const number = parsePhone(recipient) ?? recipient;
  const rule = ruleOf(number);
  return rule ? rule.forms.map((form) => number.replace(rule.pattern, form)) : [number];
}

/** One name for the user behind a stored recipient, the same for all forms of a number. */
export function subscriberOf(recipient: string): string {
  const rule = ruleOf(recipient);
  return rule ? recipient.replace(rule.pattern, rule.forms[0]) : recipient;
}

function ruleOf(number: string): Rule | undefined {
  return number.startsWith('+5') ? RULES.find(({ pattern }) => pattern.test(number)) : undefined;
}
