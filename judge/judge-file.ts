// Judges one file on disk as receive-upload judges an upload: the same admission, reads and rules.
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Rules } from '../lambdas/domain/collection.ts';
import { Refusal, type RefusalCode } from '../lambdas/domain/errors.ts';
import { inspect } from '../lambdas/domain/inspect.ts';
import { judge } from '../lambdas/domain/judge/judge.ts';
import type { Verdict } from '../lambdas/domain/verdict.ts';
import { type Admission, admitFile } from './admit-file.ts';
import { openFile } from './open-file.ts';

/** The result for one file. */
export interface JudgedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly outcome: 'accepted' | 'refused';
  /** Absent when no collection takes the claim, so that nothing would be uploaded. */
  readonly collection?: string | undefined;
  readonly verdict?: Verdict | undefined;
  /** The verdict's reason, or the code with which the API refuses the claim. */
  readonly reason?: Verdict['reason'] | RefusalCode | undefined;
  readonly detail?: string | undefined;
  /** Processor time of the judgement in milliseconds. */
  readonly cpuMs: number;
}

/** Judges the file at a path in the named collection, or the first that takes it. */
export async function judgeFile(
  path: string,
  config: Rules,
  collection?: string,
): Promise<JudgedFile> {
  const { size } = await stat(path);
  try {
    return await judgeAdmitted(
      path,
      size,
      admitFile({ filename: basename(path), size }, config, collection),
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message } = error;
    return { path, size, outcome: 'refused', reason: code, detail: message, cpuMs: 0 };
  }
}

async function judgeAdmitted(
  path: string,
  size: number,
  { collection, contentType }: Admission,
): Promise<JudgedFile> {
  const since = process.cpuUsage();
  await using bytes = await openFile(path);
  const evidence = await inspect(bytes);
  if (bytes.failure) throw bytes.failure;
  const verdict = judge({ contentType, size }, evidence, collection);
  const { user, system } = process.cpuUsage(since);
  return {
    path,
    size,
    outcome: verdict.outcome === 'accepted' ? 'accepted' : 'refused',
    collection: collection.name,
    verdict,
    reason: verdict.reason,
    detail: verdict.detail,
    cpuMs: Math.round((user + system) / 1000),
  };
}
