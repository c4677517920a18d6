import { isMembers, type Members } from './json.js';
import { locate } from './locate.js';
import { Rule, type Breach } from './rule.decorator.js';

const LISTED = new Intl.ListFormat('en', { type: 'disjunction' });

/** Exactly one of these members must be there. */
export function ExactlyOneOf(...members: readonly string[]): ClassDecorator {
  const either = LISTED.format(members.map((name) => `\`${name}\``));
  return Rule(`exactly one of ${members.join(', ')}`, (object) => {
    const given = members.filter((name) => has(object, name)).length;
    if (given === 1) return [];
    const reason = given === 0 ? 'is required' : 'is allowed, not several';
    return [{ path: '', message: `Exactly one of ${either} ${reason}.` }];
  });
}

/** At least one of these members must be there. */
export function AtLeastOneOf(...members: readonly string[]): ClassDecorator {
  const either = LISTED.format(members.map((name) => `\`${name}\``));
  return Rule(`at least one of ${members.join(', ')}`, (object) =>
    members.some((name) => has(object, name))
      ? []
      : [{ path: '', message: `${either} is required.` }],
  );
}

/** A member that is documented as impossible here, also where unknown members pass. */
export function Forbids(member: string, why: string): ClassDecorator {
  const message = `Leave out \`${member}\`: ${why}`;
  const breaches = (object: object) => (has(object, member) ? [{ path: member, message }] : []);
  return Rule(`no ${member}`, breaches, member);
}

/** The texts or numbers that a pattern leads to must differ. */
export function Unique(pattern: string, what: string): ClassDecorator {
  return Rule(`unique ${pattern}`, (object) => {
    const seen = new Set<unknown>();
    return locate(object, pattern).flatMap(({ path, value }): Breach | [] => {
      if (typeof value !== 'string' && typeof value !== 'number') return [];
      if (!seen.has(value)) {
        seen.add(value);
        return [];
      }
      return { path, message: `Each ${what} must differ from the others; this one repeats one.` };
    });
  });
}

/** A pattern must lead to no more than so many values, however they are spread. */
export function AtMostInAll(pattern: string, most: number, what: string): ClassDecorator {
  const [list] = pattern.split('[]', 1);
  return Rule(`at most ${most} ${pattern}`, (object) => {
    const count = locate(object, pattern).length;
    if (count <= most) return [];
    return [
      {
        path: list ?? '',
        message: `There may be at most ${most} ${what} in all, but there are ${count}.`,
      },
    ];
  });
}

/** All texts that a pattern leads to must be the same. */
export function Same(pattern: string, what: string): ClassDecorator {
  return Rule(`same ${pattern}`, (object) => {
    const [first, ...others] = locate(object, pattern).filter(
      ({ value }) => typeof value === 'string',
    );
    return others
      .filter(({ value }) => value !== first?.value)
      .map(({ path }) => ({ path, message: `All ${what} must be the same as the first.` }));
  });
}

/** A title may only be left out where there is but one section. */
export function TitledUnlessAlone(list: string): ClassDecorator {
  return Rule(`titled ${list}`, (object) => {
    const sections = locate(object, `${list}[]`);
    if (sections.length < 2) return [];
    return sections
      .filter(({ value }) => isMembers(value) && !has(value, 'title'))
      .map(({ path }) => ({
        path: `${path}.title`,
        message: '`title` is required where there is more than one section.',
      }));
  });
}

/** Whether a member is there; what is null counts as left out. */
export function has(object: object, member: string): boolean {
  if (!Object.hasOwn(object, member)) return false;
  const value = (object as Members)[member];
  return value !== undefined && value !== null;
}
