// Imports a manifest: several lines at a time, each result written as it happens, lines that are done skipped.
import { OperateError } from '../operate-error.ts';
import { importLine, type LineEnd, type LinePorts } from './import-line.ts';
import { type ImportLine, identityOf, type ManifestLine } from './manifest.ts';
import type { Result } from './results.ts';

/** The options of importing a manifest. */
export interface ManifestPorts extends LinePorts {
  /** Final statuses of earlier runs, by the identity of the line. */
  readonly done: ReadonlyMap<string, string>;
  readonly record: (line: ImportLine, end: LineEnd) => Promise<void>;
  /** Lines that are imported at the same time. */
  readonly concurrency: number;
}

/** How many lines ended with each status, those of earlier runs included. */
export type Counts = ReadonlyMap<string, number>;

/** After so many failures in a row, the cause is not in the lines. */
const MAX_FAILURES_IN_A_ROW = 20;

/**
 * Imports every line that is not done.
 * @throws {OperateError} when one line after another fails; what was imported is recorded
 */
export async function importManifest(
  lines: AsyncGenerator<ManifestLine>,
  ports: ManifestPorts,
): Promise<Counts> {
  const counts = new Map<string, number>();
  const count = (status: string): void => {
    counts.set(status, (counts.get(status) ?? 0) + 1);
  };
  let failures = 0;

  async function work(): Promise<void> {
    // An async generator answers one call of next() after the other, so that each line has one worker.
    for await (const line of lines) {
      if (line.problem !== undefined) throw changedManifest(line.line);
      const known = ports.done.get(identityOf(line.entry));
      if (known === undefined) await importOne(line);
      else count(known);
    }
  }

  async function importOne(line: ImportLine): Promise<void> {
    const end = async (result: LineEnd): Promise<void> => {
      count(result.status);
      await ports.record(line, result);
      failures = result.status === 'failed' ? failures + 1 : 0;
      if (failures < MAX_FAILURES_IN_A_ROW) return;
      throw new OperateError(
        `Stopped at line ${line.line}: ${failures} lines in a row failed, the last because of: ${result.reason}`,
      );
    };
    let found: LineEnd | undefined;
    try {
      await importLine(line, ports, async (result) => {
        found = result;
        await end(result);
      });
    } catch (error) {
      if (found || !isOfS3(error)) throw error;
      await end({ status: 'failed', reason: `${error.name}: ${error.message}` });
    }
  }

  try {
    const ends = await Promise.allSettled(Array.from({ length: ports.concurrency }, work));
    for (const each of ends) if (each.status === 'rejected') throw each.reason;
    await ports.verdicts.end();
    return counts;
  } finally {
    ports.verdicts.stop();
  }
}

/** Whether the error is of a request to S3, refused or without an answer: the SDK adds `$metadata` about its attempts. */
const isOfS3 = (error: unknown): error is Error => error instanceof Error && '$metadata' in error;

/** The result of a line as the result file has it. */
export const resultOf = (
  { line, entry: { bucket, key, versionId, owner, collection, reference } }: ImportLine,
  { id, reason }: LineEnd,
  status: Result['status'],
): Result => ({ line, id, status, reason, reference, bucket, key, versionId, owner, collection });

const changedManifest = (line: number): OperateError =>
  new OperateError(`Line ${line} of the manifest has changed since it was checked.`);
