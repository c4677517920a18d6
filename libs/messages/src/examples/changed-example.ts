import { examples, type ExampleName } from './examples.js';

type Tree = Record<string, unknown>;

/** The changes of one test: new values by path, such as `text.body` or `contacts[0].name`; undefined takes away. */
export type Changes = Readonly<Record<string, unknown>>;

/** A copy of an example with some members changed, for tests of what is then wrong. */
export function changedExample(name: ExampleName, changes: Changes): Tree {
  const copy = structuredClone(examples[name]) as unknown as Tree;
  for (const [path, value] of Object.entries(changes)) {
    const steps = path.split(/\.|\[|\]\.?/).filter((step) => step !== '');
    const last = steps.pop() ?? '';
    const parent = steps.reduce((at, step) => at[step] as Tree, copy);
    if (value === undefined) Reflect.deleteProperty(parent, last);
    else parent[last] = value;
  }
  return copy;
}
