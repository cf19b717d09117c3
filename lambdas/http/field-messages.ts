// Messages about wrong fields of a request: a verb phrase that follows the field's name.
import type * as z from 'zod/mini';

/** Names of kinds of values for messages, by their names in JavaScript and in the schemas. */
const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
  undefined: 'nothing',
};
const kindOf = (name: string): string => kinds[name] ?? 'another kind of value';

/** The message for an issue whose schema brings none of its own; `z.config({ localeError })` asks for it. */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing; ${kindOf(issue.expected)} is expected`
        : `is ${kindOf(nameOf(issue.input))}; ${kindOf(issue.expected)} is expected`;
    case 'too_small':
      return `is too ${isCounted(issue) ? 'short' : 'small'}; ${issue.inclusive === false ? 'more than' : 'at least'} ${amount(issue, issue.minimum)} expected`;
    case 'too_big':
      return `is too ${isCounted(issue) ? 'long' : 'large'}; ${issue.inclusive === false ? 'less than' : 'at most'} ${amount(issue, issue.maximum)} expected`;
    case 'invalid_value':
      return `is not one of ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `has fields that are unknown here: ${issue.keys.join(', ')}; remove them`;
    case 'not_multiple_of':
      return `is no multiple of ${issue.divisor}`;
    case 'invalid_key':
      return issue.issues[0]?.message ?? 'is no name that is accepted here';
    case 'invalid_format':
      return 'does not have the form that is expected';
    default:
      return 'is not accepted; compare it with the API description';
  }
}

type Sized = { readonly origin: string };

const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ['character is', 'characters are'],
  array: ['item is', 'items are'],
};

const isCounted = ({ origin }: Sized): boolean => Object.hasOwn(units, origin);

/** A bound with its unit and the verb that agrees with it: `1 character is`, `3 items are`, `5 is`. */
function amount({ origin }: Sized, bound: number | bigint): string {
  const [one, many] = units[origin] ?? ['is', 'is'];
  return `${bound} ${Number(bound) === 1 ? one : many}`;
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}
