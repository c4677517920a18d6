import type { Message } from '../message.js';
import { commerceExamples } from './commerce.examples.js';
import { contentExamples } from './content.examples.js';
import { interactiveExamples } from './interactive.examples.js';
import { mediaExamples } from './media.examples.js';
import { templateActionExamples } from './template-action.examples.js';
import { templateExamples } from './template.examples.js';

const all = {
  ...contentExamples,
  ...mediaExamples,
  ...interactiveExamples,
  ...commerceExamples,
  ...templateExamples,
  ...templateActionExamples,
} satisfies Readonly<Record<string, Message>>;

/** The name of an example: the type of its message, then the kind within the type. */
export type ExampleName = keyof typeof all;

/**
 * A complete, valid message of every kind. They document the API, and request fixtures of providers are named after
 * them. Frozen at the top; treat what is below as read-only too.
 */
export const examples: Readonly<Record<ExampleName, Message>> = Object.freeze(all);
