// The result file of an import: one JSON line for each line of the manifest that was handled, appended as it happens.
import { createReadStream, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { OperateError } from '../operate-error.ts';
import { identityOf, type ManifestEntry } from './manifest.ts';
import { splitLines } from './split-lines.ts';

/** The possible outcomes of a line, in the order of a summary. */
export const statuses = [
  // Judged.
  'ready',
  'rejected',
  // Deleted since.
  'deleted',
  // Not judged in time.
  'pending',
  // Not admitted.
  'refused',
  // Nothing was copied.
  'missing',
  'forbidden',
  'changed',
  'failed',
] as const;

/** The outcome of a line. */
export type Status = (typeof statuses)[number];

/** Statuses that another run does not change; it skips their lines. */
const finalStatuses: ReadonlySet<unknown> = new Set<Status>(['ready', 'rejected', 'deleted']);

/** A line of the result file. */
export interface Result
  extends Pick<
    ManifestEntry,
    'bucket' | 'key' | 'versionId' | 'owner' | 'collection' | 'reference'
  > {
  /** The line of the manifest. */
  readonly line: number;
  readonly status: Status;
  /** The id of the file, where there is one. */
  readonly id?: string | undefined;
  readonly reason?: string | undefined;
}

/**
 * The final statuses in a result file, by the identity of the line; none where there is no file. An incomplete line is ignored.
 */
export async function readFinalStatuses(path: string): Promise<ReadonlyMap<string, Status>> {
  const statuses = new Map<string, Status>();
  if (!existsSync(path)) return statuses;
  // Not strictly: an incomplete line may end within a character.
  for await (const { text: json } of splitLines(createReadStream(path, 'utf8'))) {
    const result = parse(json);
    if (result && finalStatuses.has(result.status)) statuses.set(identityOf(result), result.status);
  }
  return statuses;
}

/** Appends results; readable by the caller's account alone. */
export async function openResults(path: string): Promise<{
  add(result: Result): Promise<void>;
  close(): Promise<void>;
}> {
  const file = await open(path, 'a+', 0o600).catch((cause: Error) => {
    throw new OperateError(`Cannot write ${path}: ${cause.message}.`, { cause });
  });
  const { size } = await file.stat();
  const last = size > 0 ? await file.read(Buffer.alloc(1), 0, 1, size - 1) : undefined;
  // The next result must not continue an incomplete line.
  if (last && last.buffer.toString() !== '\n') await file.appendFile('\n');
  return {
    add: (result) => file.appendFile(`${JSON.stringify(result)}\n`),
    close: () => file.close(),
  };
}

function parse(json: string): Result | undefined {
  try {
    const value = JSON.parse(json) as Partial<Result> | null;
    return typeof value?.bucket === 'string' ? (value as Result) : undefined;
  } catch {
    return undefined;
  }
}
