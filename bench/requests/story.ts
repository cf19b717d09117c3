// The story as the requests bench walks it: every path once, each with what it may ask of AWS.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IssueRequest } from '../../lambdas/contract.ts';
import { GiB } from '../../lambdas/domain/config.ts';
import type { FileRecord } from '../../lambdas/domain/file.ts';
import { HEAD_MAX_BYTES } from '../../lambdas/domain/inspect.ts';
import { planParts } from '../../lambdas/domain/parts.ts';
import type { FileInParts } from '../../lambdas/domain/upload-in-parts.ts';
import { postForm } from '../post-form.ts';
import type { Measure, Usage } from './meter.ts';
import type { QuietBucket } from './quiet-bucket.ts';
import type { UseCases } from './use-cases.ts';

/** The most a path may ask of AWS. */
export interface Budget {
  readonly dynamodb: number;
  readonly s3: number;
  readonly s3BytesRead?: number;
}

/** One path, walked. */
export interface Path {
  readonly name: string;
  readonly usage: Usage;
  readonly budget: Budget;
}

const alice = { sub: 'alice', groups: [] };

const note = new TextEncoder().encode('Airlock '.repeat(640));
const noteClaim: IssueRequest = {
  collection: 'documents',
  filename: 'note.txt',
  contentType: 'text/plain',
  size: note.byteLength,
};
const filmClaim: IssueRequest = {
  collection: 'videos',
  filename: 'film.mp4',
  contentType: 'video/mp4',
  size: 1 * GiB,
};
/** How the film is cut. */
export const filmPlan = planParts(filmClaim.size);
const pageLength = 50;

const receiveBudget = { dynamodb: 1, s3: 1, s3BytesRead: HEAD_MAX_BYTES };

/** Walks a path and keeps what came of it. */
const walkerWith =
  (measure: Measure) =>
  async <Result>(name: string, budget: Budget, act: () => Promise<Result>) => {
    const { result, usage } = await measure(act);
    return { name, budget, usage, result };
  };

/** Walks a form post of 5 KiB, and everything that reads it. */
export async function walkForm(
  { issue, receive, get, list, download, remove }: UseCases,
  measure: Measure,
  bucket: QuietBucket,
) {
  const walk = walkerWith(measure);
  const issued = await walk('issue', { dynamodb: 1, s3: 0 }, () => issue(noteClaim, alice));
  const keyed = await walk('issue with Idempotency-Key', { dynamodb: 1, s3: 0 }, () =>
    issue(noteClaim, alice, randomUUID()),
  );
  const version = await bucket.versionOf(await postForm(issued.result, note));
  const received = await walk('receive 5 KiB', receiveBudget, () => receive(version));
  requireReady(received.result);
  const { id } = issued.result.file;
  const looked = await walk('get', { dynamodb: 1, s3: 0 }, () => get(id, alice));
  for (let count = 0; count < pageLength; count += 1) await issue(noteClaim, alice);
  const listed = await walk(`list, a page of ${pageLength}`, { dynamodb: 1, s3: 0 }, () =>
    list({ limit: pageLength }, alice),
  );
  const downloaded = await walk('download', { dynamodb: 1, s3: 0 }, () => download(id, alice));
  const removed = await walk('delete while pending', { dynamodb: 2, s3: 0 }, () =>
    remove(keyed.result.file.id, alice),
  );
  return { issued, keyed, received, looked, listed, downloaded, removed };
}

/** Walks an upload of 1 GiB in parts. */
export async function walkParts(
  { issue, signParts, listParts, complete, receive, get }: UseCases,
  measure: Measure,
  bucket: QuietBucket,
) {
  const walk = walkerWith(measure);
  const { partCount, partSize } = filmPlan;
  const issued = await walk('issue 1 GiB in parts', { dynamodb: 1, s3: 1 }, () =>
    issue(filmClaim, alice),
  );
  const { id } = issued.result.file;
  const parts = Array.from({ length: partCount }, (_, index) => ({ partNumber: index + 1 }));
  const signed = await walk(`sign ${partCount} parts`, { dynamodb: 1, s3: 0 }, () =>
    signParts(id, { parts }, alice),
  );
  const film = requireInParts(await get(id, alice));
  await bucket.fillParts(film.key, film.multipart, await filmPart(partSize));
  const listed = await walk('list parts', { dynamodb: 1, s3: 1 }, () => listParts(id, alice));
  const completed = await walk('complete', { dynamodb: 1, s3: 2 }, () => complete(id, alice));
  const version = await bucket.versionOf(film.key);
  const received = await walk('receive 1 GiB', receiveBudget, () => receive(version));
  requireReady(received.result);
  return { issued, signed, listed, completed, received };
}

/** The paths of a form post, by what was done. */
export type FormPaths = Readonly<Record<keyof Awaited<ReturnType<typeof walkForm>>, Path>>;
/** The paths of an upload in parts, by what was done. */
export type PartPaths = Readonly<Record<keyof Awaited<ReturnType<typeof walkParts>>, Path>>;

/** A part of a film: S3's first part must look like one, and every part may hold the same bytes. */
async function filmPart(bytes: number): Promise<Uint8Array> {
  const part = new Uint8Array(bytes);
  part.set(await readFile(new URL('../../test/fixtures/files/fixture-isom.mp4', import.meta.url)));
  return part;
}

function requireInParts(file: FileRecord): FileInParts {
  if (file.status !== 'pending' || !file.multipart) throw new Error('The film has no parts.');
  return { ...file, multipart: file.multipart };
}

function requireReady({ outcome, verdict }: { outcome: string; verdict?: unknown }): void {
  if (outcome !== 'ready') throw new Error(`Received as ${outcome}: ${JSON.stringify(verdict)}`);
}
