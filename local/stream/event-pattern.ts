// EventBridge's event patterns, as event source mappings filter with them.

type Pattern = { readonly [name: string]: Pattern | readonly Matcher[] };
type Matcher = string | number | boolean | null | { readonly [operator: string]: unknown };

/** Whether an event matches a pattern: every field of the pattern matches, each by one of its alternatives. */
export function matchesPattern(event: unknown, pattern: Pattern): boolean {
  return Object.entries(pattern).every(([name, expected]) => {
    if (name === '$or')
      return (expected as unknown as Pattern[]).some((each) => matchesPattern(event, each));
    const actual = (event as Record<string, unknown> | undefined)?.[name];
    if (!Array.isArray(expected)) return matchesPattern(actual, expected as Pattern);
    const values = Array.isArray(actual) ? actual : [actual];
    return expected.some((matcher) => values.some((value) => matches(value, matcher)));
  });
}

function matches(value: unknown, matcher: Matcher): boolean {
  if (typeof matcher !== 'object' || matcher === null) return value === matcher;
  return Object.entries(matcher).every(([name, operand]) => {
    const operator = operators[name];
    if (!operator)
      throw new Error(`The event pattern uses ${name}, which the local cloud does not know.`);
    return operator(value, operand);
  });
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

const operators: Record<string, (value: unknown, operand: unknown) => boolean> = {
  exists: (value, operand) => (value !== undefined) === operand,
  prefix: (value, operand) => text(value)?.startsWith(String(operand)) ?? false,
  suffix: (value, operand) => text(value)?.endsWith(String(operand)) ?? false,
  'equals-ignore-case': (value, operand) =>
    text(value)?.toLowerCase() === String(operand).toLowerCase(),
  'anything-but': (value, operand) =>
    value !== undefined && [operand].flat().every((each) => !matches(value, each as Matcher)),
  numeric: (value, operand) => typeof value === 'number' && comparesTo(value, operand as unknown[]),
};

/** `[">", 0, "<=", 5]`. */
function comparesTo(value: number, comparison: readonly unknown[]): boolean {
  for (let index = 0; index < comparison.length; index += 2) {
    const limit = Number(comparison[index + 1]);
    const holds = {
      '=': value === limit,
      '<': value < limit,
      '<=': value <= limit,
      '>': value > limit,
      '>=': value >= limit,
    }[String(comparison[index])];
    if (!holds) return false;
  }
  return true;
}
