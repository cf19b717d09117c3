// The story of an upload as the requests bench walks it: by form and in parts, and what the uploader does with the file.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { laneLimits } from '../../client/lanes.ts';
import { evenPartSize } from '../../client/part-plan.ts';
import type { FileRecord } from '../../lambdas/domain/file.ts';
import { planParts } from '../../lambdas/domain/parts.ts';
import { GiB } from '../../lambdas/domain/sizes.ts';
import { HEAD_MAX_BYTES } from '../../lambdas/domain/stored-bytes.ts';
import type { FileInParts } from '../../lambdas/domain/upload-in-parts.ts';
import type { IssueRequest } from '../../lambdas/http/requests.ts';
import { postForm } from '../post-form.ts';
import type { Measure } from './meter.ts';
import { type Path, type UseCases, walkerWith } from './path.ts';
import type { QuietBucket } from './quiet-bucket.ts';
import { alice, note, noteClaim, requireReady } from './uploads.ts';

const filmBytes = 1 * GiB;
/** How the client cuts the film. */
export const filmPlan = planParts(filmBytes, evenPartSize(filmBytes, laneLimits(undefined).max));
const filmClaim: IssueRequest = {
  collection: 'videos',
  filename: 'film.mp4',
  contentType: 'video/mp4',
  size: filmBytes,
  partSize: filmPlan.partSize,
};
const pageLength = 50;

const issueBudget = { dynamodb: 1, s3: 0, writeUnits: 5 };
// One read of the record, so that what comes after the judged version costs no judgement, and one write.
const receiveBudget = { dynamodb: 2, s3: 1, s3BytesRead: HEAD_MAX_BYTES, writeUnits: 4 };
// A film's index may stand behind its pictures, so its boxes and tracks are followed by ranges; S3 is asked for its checksum once.
const filmBudget = { ...receiveBudget, s3: 5, s3BytesRead: 3 * HEAD_MAX_BYTES };

// Two requests complete the upload and one reads its record; then the film is judged, and its record read for the answer.
const completeBudget = { ...filmBudget, dynamodb: filmBudget.dynamodb + 2, s3: filmBudget.s3 + 2 };
// The event of S3 finds the film judged.
const judgedBudget = { dynamodb: 1, s3: 0, writeUnits: 0 };

/** Walks a form post of 5 KiB, and everything its uploader does with it. */
export async function walkForm(
  { issue, receive, get, list, usage, download, edit }: UseCases,
  measure: Measure,
  bucket: QuietBucket,
) {
  const walk = walkerWith(measure);
  const issued = await walk('issue', issueBudget, () => issue(noteClaim, alice));
  const keyed = await walk('issue with Idempotency-Key', { dynamodb: 1, s3: 0 }, () =>
    issue(noteClaim, alice, randomUUID()),
  );
  const version = await bucket.versionOf(await postForm(issued.result, note));
  const received = await walk('receive 5 KiB', receiveBudget, () => receive(version));
  requireReady(received.result);
  const { id } = issued.result.file;
  const looked = await walk('get', { dynamodb: 1, s3: 0 }, () => get(id, alice));
  for (let count = 0; count < pageLength; count += 1) await issue(noteClaim, alice);
  const listed = await walk(`list, a page of ${pageLength}`, { dynamodb: 2, s3: 0 }, () =>
    list({ limit: pageLength }, alice),
  );
  const used = await walk('usage', { dynamodb: 1, s3: 0 }, () => usage(alice));
  const downloaded = await walk('download', { dynamodb: 1, s3: 0 }, () => download(id, alice));
  const edited = await walk('edit', { dynamodb: 2, s3: 0 }, () =>
    edit(id, { title: 'A note' }, alice),
  );
  return { issued, keyed, received, looked, listed, used, downloaded, edited };
}

/** Walks what happens to fewer uploads: one that takes the place of another, one that is refused. */
export async function walkTurns(
  { issue, receive }: UseCases,
  measure: Measure,
  bucket: QuietBucket,
  replaces: string,
) {
  const walk = walkerWith(measure);
  const replacing = await walk('issue a replacement', { dynamodb: 2, s3: 0 }, () =>
    issue({ ...noteClaim, replaces }, alice),
  );
  const next = await bucket.versionOf(await postForm(replacing.result, note));
  // One write that finds something to replace, one read of it, one transaction over both.
  const replaced = await walk(
    'receive a replacement',
    { ...receiveBudget, dynamodb: 4, writeUnits: 11 },
    () => receive(next),
  );
  requireReady(replaced.result);
  const claimed = await issue({ ...noteClaim, contentType: 'application/pdf' }, alice);
  const other = await bucket.versionOf(await postForm(claimed, note));
  // A refusal releases quota in a transaction over the record as it stands, and the object is deleted.
  const refused = await walk('receive and refuse', { ...receiveBudget, dynamodb: 3, s3: 2 }, () =>
    receive(other),
  );
  return { replacing, replaced, refused };
}

/** Walks an upload of 1 GiB in parts. */
export async function walkParts(
  { issue, signParts, listParts, complete, receive, findFile }: UseCases,
  measure: Measure,
  bucket: QuietBucket,
) {
  const walk = walkerWith(measure);
  const { partCount, partSize } = filmPlan;
  const issued = await walk('issue 1 GiB in parts', { ...issueBudget, s3: 1 }, () =>
    issue(filmClaim, alice),
  );
  const { id } = issued.result.file;
  const parts = Array.from({ length: partCount }, (_, index) => ({ partNumber: index + 1 }));
  const signed = await walk(`sign ${partCount} parts`, { dynamodb: 1, s3: 0 }, () =>
    signParts(id, { parts }, alice),
  );
  const film = requireInParts(await findFile(id));
  await bucket.fillParts(
    film.key,
    { ...film.multipart, size: filmBytes },
    await filmPart(partSize),
  );
  const listed = await walk('list parts', { dynamodb: 1, s3: 1 }, () => listParts(id, alice));
  const completed = await walk('complete', completeBudget, () => complete(id, alice));
  const version = await bucket.versionOf(film.key);
  const received = await walk('receive 1 GiB, judged', judgedBudget, () => receive(version));
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

function requireInParts(file: FileRecord | undefined): FileInParts {
  if (file?.status !== 'pending' || !file.multipart) throw new Error('The film has no parts.');
  return { ...file, multipart: file.multipart };
}
