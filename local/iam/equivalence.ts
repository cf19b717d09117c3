// Which requests policies cannot distinguish: such a request need not be decided twice. Decides nothing itself.
import type { Access } from './access.ts';
import { type PolicyDocument, statementsOf } from './policy.ts';

/** Operators that compare text, so that only which values match is of interest, and not the text. */
const textOperator =
  /^(ForAllValues:|ForAnyValue:)?String(Not)?(Equals|Like|EqualsIgnoreCase)(IfExists)?$/;

interface Tested {
  readonly patterns: Set<string>;
  /** False when an operator such as NumericLessThan sees more in a value than which patterns it matches. */
  isText: boolean;
}

/** Names the class of a request: two requests with one name get one decision from these policies. */
export function classifierOf(policies: readonly PolicyDocument[]): (access: Access) => string {
  const statements = statementsOf(policies);
  const resources = unique(statements.flatMap(({ Resource = [] }) => Resource));
  const tested = new Map<string, Tested>();
  for (const { Condition = {} } of statements) {
    for (const [operator, tests] of Object.entries(Condition)) {
      for (const [key, values] of Object.entries(tests)) {
        const name = key.toLowerCase();
        const test = tested.get(name) ?? { patterns: new Set(), isText: true };
        for (const value of [values].flat()) test.patterns.add(value);
        test.isText &&= textOperator.test(operator);
        tested.set(name, test);
      }
    }
  }
  const matchedResources = matcherOf(resources);
  const conditions = [...tested].map(([name, { patterns, isText }]) => ({
    name,
    describe: isText ? matcherOf([...patterns]) : (value: string) => value,
  }));

  return ({ action, resource, context }) => {
    // Wildcards do not reach from one part of an ARN into the next, and only its last part is free text.
    const service = resource.split(':', 5).join(':');
    const known = new Map(
      Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]),
    );
    const values = conditions.map(({ name, describe }) => {
      const value = known.get(name);
      return value === undefined ? 'absent' : unique([value].flat().map(describe)).join(' ');
    });
    return JSON.stringify([action, service, matchedResources(resource), ...values]);
  };
}

/** Says of a text which of the patterns it matches, and which it is. */
function matcherOf(patterns: readonly string[]): (text: string) => string {
  const expressions = patterns.map(
    (pattern) =>
      new RegExp(
        `^${pattern
          .replace(/[.+^${}()|[\]\\]/g, '\\$&')
          .replaceAll('*', '.*')
          .replaceAll('?', '.')}$`,
        'is',
      ),
  );
  return (text) =>
    patterns
      .flatMap((pattern, index) => {
        if (!expressions[index]?.test(text)) return [];
        const isSame =
          pattern === text ? '=' : pattern.toLowerCase() === text.toLowerCase() ? '~' : '';
        return [`${index}${isSame}`];
      })
      .join(',');
}

const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();
