// What a load run writes down of each operation: how long it took, or what the client saw go wrong.

/** A book of operations. */
export interface Samples {
  /** Milliseconds by operation. */
  readonly durations: Map<string, number[]>;
  /** Errors that a client saw, by operation, each as its message. */
  readonly errors: Map<string, string[]>;
}

/** An empty book. */
export const openSamples = (): Samples => ({ durations: new Map(), errors: new Map() });

/** Runs an operation and writes down how long it took or what it threw, which is not passed on. */
export async function sample(
  { durations, errors }: Samples,
  operation: string,
  run: () => Promise<void>,
): Promise<boolean> {
  const since = performance.now();
  try {
    await run();
    add(durations, operation, performance.now() - since);
    return true;
  } catch (error) {
    add(errors, operation, describe(error));
    return false;
  }
}

function add<Value>(book: Map<string, Value[]>, operation: string, value: Value): void {
  const values = book.get(operation);
  if (values) values.push(value);
  else book.set(operation, [value]);
}

/** A message with those of its causes. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${describe(error.cause)})`;
}
