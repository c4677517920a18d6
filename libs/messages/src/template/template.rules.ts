import { isMembers } from '../validation/json.js';
import { locate, type Located } from '../validation/locate.js';
import type { Breach } from '../validation/rule.decorator.js';
import { has } from '../validation/rules.decorator.js';

const MAX_BUTTONS = 10;
const MAX_CARD_TEXT = 160;
/** How many characters a body may have. */
const MAX_BODY = { alone: 32_768, besideOthers: 1024, besideAnOffer: 600 };
/** How many buttons of a kind a template may have. */
const MAX_OF_KIND: readonly (readonly [kind: string, most: number])[] = [
  ['url', 2],
  ['copy_code', 1],
];

/** A template either names its variables or numbers them. */
export function namesAreNotMixed(template: object): Breach[] {
  const texts = ['header', 'body']
    .flatMap((type) => ofType(template, type))
    .flatMap(({ path, value }) => below(path, locate(value as object, 'parameters[]')))
    .filter(({ value }) => isMembers(value) && value.type === 'text');
  const named = texts.filter(({ value }) => has(value as object, 'parameter_name'));
  if (named.length === 0 || named.length === texts.length) return [];
  return texts
    .filter((text) => !named.includes(text))
    .map(({ path }) => ({
      path: `${path}.parameter_name`,
      message: '`parameter_name` is required where other texts of the template have one.',
    }));
}

/** A template has at most ten buttons, and fewer of some kinds. */
export function buttonsFit(template: object): Breach[] {
  const kinds = ofType(template, 'button').map(({ value }) => lower(value, 'sub_type'));
  const breaches = MAX_OF_KIND.filter(
    ([kind, most]) => kinds.filter((one) => one === kind).length > most,
  ).map(
    ([kind, most]) => `There may be at most ${most} \`${kind}\` button${most === 1 ? '' : 's'}.`,
  );
  if (kinds.length > MAX_BUTTONS) breaches.push(`There may be at most ${MAX_BUTTONS} buttons.`);
  return breaches.map((message) => ({ path: 'components', message }));
}

/** Beside a limited-time offer, the code is copied by the first button and the page opened by the next. */
export function offerButtonIsInPlace(template: object): Breach[] {
  if (ofType(template, 'limited_time_offer').length === 0) return [];
  const buttons = ofType(template, 'button');
  const kindOf = ({ value }: Located) => lower(value, 'sub_type');
  const place = buttons.some((button) => kindOf(button) === 'copy_code') ? 1 : 0;
  return buttons
    .filter((button) => kindOf(button) === 'url' && indexOf(button) !== place)
    .map(({ path }) => ({
      path: `${path}.index`,
      message: `\`index\` must be ${place} here: a limited-time offer has its url button ${
        place === 1 ? 'after the one that copies the code' : 'first'
      }.`,
    }));
}

/** What the variables of the body are filled with must fit into the body, which is the shorter the more stands beside it. */
export function bodyFits(template: object): Breach[] {
  const most = bodyLimit(template);
  return ofType(template, 'body').flatMap(({ path, value }) => {
    const texts = locate(value as object, 'parameters[].text').map((text) => text.value);
    const count = texts.reduce<number>((sum, text) => sum + charactersOf(text), 0);
    if (count <= most) return [];
    const message = `The texts of the body must have at most ${most} characters in all here, but have ${count}.`;
    return [{ path: `${path}.parameters`, message }];
  });
}

function bodyLimit(template: object): number {
  if (ofType(template, 'limited_time_offer').length > 0) return MAX_BODY.besideAnOffer;
  const isAlone = locate(template, 'components[]').length === 1;
  return isAlone ? MAX_BODY.alone : MAX_BODY.besideOthers;
}

/** A card's text is short. */
export function cardTextFits(card: object): Breach[] {
  return ofType(card, 'body')
    .flatMap(({ path, value }) => below(path, locate(value as object, 'parameters[].text')))
    .filter(({ value }) => charactersOf(value) > MAX_CARD_TEXT)
    .map(({ path }) => ({
      path,
      message: `\`text\` must have at most ${MAX_CARD_TEXT} characters on a card.`,
    }));
}

function ofType(object: object, type: string): Located[] {
  return locate(object, 'components[]').filter(({ value }) => lower(value, 'type') === type);
}

function below(parent: string, found: readonly Located[]): Located[] {
  return found.map(({ path, value }) => ({ path: `${parent}.${path}`, value }));
}

function charactersOf(text: unknown): number {
  return typeof text === 'string' ? [...text].length : 0;
}

function lower(value: unknown, member: string): string | undefined {
  const text = isMembers(value) ? value[member] : undefined;
  return typeof text === 'string' ? text.toLowerCase() : undefined;
}

function indexOf({ value }: Located): number | undefined {
  return isMembers(value) && value.index !== undefined ? Number(value.index) : undefined;
}
