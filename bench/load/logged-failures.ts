// The failures that functions logged during a load run, by function and kind, including those that a retry resolved.
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Failures of one kind. */
export interface LoggedFailure {
  readonly function: string;
  /** The error's name and the first words of its message. */
  readonly what: string;
  readonly count: number;
}

const messageLength = 100;

/** Reads the log of all functions in a cloud's state directory, line by line; the most frequent failure first. */
export async function readFailures(stateDirectory: string): Promise<readonly LoggedFailure[]> {
  const counts = new Map<string, LoggedFailure>();
  const input = createReadStream(join(stateDirectory, 'logs', 'functions.log'));
  for await (const line of createInterface({ input })) {
    const [name = ''] = line.split(' ', 1);
    const what = failureIn(line.slice(name.length + 1));
    if (!what) continue;
    const key = `${name} ${what}`;
    counts.set(key, { function: name, what, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

function failureIn(text: string): string | undefined {
  // Lambda's own report of an invocation that failed has `errorType` and `errorMessage`.
  const { level, error = {}, errorType, errorMessage } = fieldsOf(text);
  const name = errorType ?? (level === 'ERROR' ? (error.name ?? 'ERROR') : undefined);
  if (!name) return undefined;
  // Addresses and ids differ each time; the kind of failure is what counts.
  const message = (errorMessage ?? error.message ?? '').replace(/[\da-f-]{8,}|:\d+/g, '…');
  return `${name}: ${message.slice(0, messageLength)}`;
}

/** The fields of a line; none when it is no JSON. */
function fieldsOf(text: string) {
  try {
    return { ...JSON.parse(text) };
  } catch {
    return {};
  }
}
