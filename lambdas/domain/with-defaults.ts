// Fills in the defaults of a configuration; a value of another kind than expected passes through, and the check at synth names
// it.

/** Whether this is a plain object, as `{}` makes one, also one of another realm. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Applies `fill` to an object; any other value passes through. */
export const filled = <Given, Filled>(given: Given, fill: (given: Given) => Filled): Filled =>
  isPlainObject(given) ? fill(given) : (given as unknown as Filled);

/** The defaults, each replaced by the given field of that name; a field that is undefined counts as not given. */
export const withDefaults = <Defaults extends object, Given extends object>(
  defaults: Defaults,
  given: Given | undefined,
): Defaults & Given =>
  given === undefined
    ? (defaults as Defaults & Given)
    : filled(given, (fields) => {
        const named = Object.entries(fields).filter(([, value]) => value !== undefined);
        return { ...defaults, ...Object.fromEntries(named) } as Defaults & Given;
      });

/** Applies `fill` to each value of an object that is an object itself. */
export const filledByName = <Given, Filled>(
  given: Readonly<Record<string, Given>>,
  fill: (given: Given, name: string) => Filled,
): Readonly<Record<string, Filled>> =>
  filled(given, (all) =>
    Object.fromEntries(
      Object.entries(all).map(([name, each]) => [name, filled(each, () => fill(each, name))]),
    ),
  );

/** Applies `fill` to each item of a list that is an object. */
export const filledItems = <Given, Filled>(
  given: readonly Given[],
  fill: (given: Given) => Filled,
): readonly Filled[] =>
  Array.isArray(given)
    ? given.map((each: Given) => filled(each, fill))
    : (given as unknown as readonly Filled[]);
