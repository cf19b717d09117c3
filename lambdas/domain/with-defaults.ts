// Fills in the defaults of a configuration; what is not of the expected kind passes through, and the check at synth names it.

/** Whether this is an object as `{}` makes one, in whatever realm. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What `fill` makes of an object; any other value passes through. */
export const filled = <Given, Filled>(given: Given, fill: (given: Given) => Filled): Filled =>
  isPlainObject(given) ? fill(given) : (given as unknown as Filled);

/** The defaults, and in their place each field that is given; one that is undefined counts as not given. */
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

/** An object with what `fill` makes of each of its values that is an object. */
export const filledByName = <Given, Filled>(
  given: Readonly<Record<string, Given>>,
  fill: (given: Given, name: string) => Filled,
): Readonly<Record<string, Filled>> =>
  filled(given, (all) =>
    Object.fromEntries(
      Object.entries(all).map(([name, each]) => [name, filled(each, () => fill(each, name))]),
    ),
  );

/** A list with what `fill` makes of each item that is an object. */
export const filledItems = <Given, Filled>(
  given: readonly Given[],
  fill: (given: Given) => Filled,
): readonly Filled[] =>
  Array.isArray(given)
    ? given.map((each: Given) => filled(each, fill))
    : (given as unknown as readonly Filled[]);
