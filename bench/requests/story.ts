// The paths of an upload: by form, ten at a time, as a replacement, refused, and in parts.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { laneLimits } from '../../client/lanes.ts';
import { evenPartSize } from '../../client/part-plan.ts';
import { planParts } from '../../lambdas/domain/parts.ts';
import { GiB } from '../../lambdas/domain/sizes.ts';
import { HEAD_MAX_BYTES } from '../../lambdas/domain/stored-bytes.ts';
import type { IssueRequest } from '../../lambdas/http/claim-requests.ts';
import { note, noteClaim } from '../user.ts';
import { alice, type Tour } from './tour.ts';

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
/** How many files come together. */
export const TEN = 10;

const issueBudget = { dynamodb: 1, s3: 0, writeUnits: 5 };
// One read of the record, so that what comes after the judged version costs no judgement, and one write.
const receiveBudget = { dynamodb: 2, s3: 1, s3BytesRead: HEAD_MAX_BYTES, writeUnits: 4 };
// A film's index may stand behind its pictures, so its boxes and tracks are followed by ranges; S3 is asked for its checksum once.
const filmBudget = { ...receiveBudget, s3: 5, s3BytesRead: 3 * HEAD_MAX_BYTES };
// Two requests complete the upload and one reads its record; then the film is judged, and its record read for the answer.
const completeBudget = { ...filmBudget, dynamodb: filmBudget.dynamodb + 2, s3: filmBudget.s3 + 2 };
// The event of S3 finds the film judged.
const judgedBudget = { dynamodb: 1, s3: 0, writeUnits: 0 };
const oneRead = { dynamodb: 1, s3: 0 };

/** Walks a form post of 5 KiB, and everything its uploader does with it; returns the file's id. */
export async function walkForm(tour: Tour): Promise<string> {
  const { walk, issue, list } = tour;
  const issued = await walk('issue', issueBudget, () => issue(noteClaim, alice));
  await walk('issue with Idempotency-Key', oneRead, () => issue(noteClaim, alice, randomUUID()));
  const version = await tour.send(issued, note);
  await walk('receive 5 KiB', receiveBudget, () => tour.receiveReady(version));
  const { id } = issued.file;
  await walk('get', oneRead, () => tour.get(id, alice));
  for (let count = 0; count < pageLength; count += 1) await issue(noteClaim, alice);
  await walk(`list, a page of ${pageLength}`, { dynamodb: 2, s3: 0 }, () =>
    list({ limit: pageLength }, alice),
  );
  await walk('usage', oneRead, () => tour.usage(alice));
  await walk('download', oneRead, () => tour.download(id, alice));
  await walk('edit', { dynamodb: 2, s3: 0 }, () => tour.edit(id, { title: 'A note' }, alice));
  return id;
}

/** Walks a form post and one look at its verdict in a table without the index by collection, which saves one write unit. */
export async function walkFormOfOwners({ walk, issue, send, receiveReady, get, list }: Tour) {
  const issued = await walk('issue, where only owners list', issueBudget, () =>
    issue(noteClaim, alice),
  );
  const version = await send(issued, note);
  const budget = { ...receiveBudget, writeUnits: receiveBudget.writeUnits - 1 };
  await walk('receive 5 KiB, where only owners list', budget, () => receiveReady(version));
  await walk('get, where only owners list', oneRead, () => get(issued.file.id, alice));
  await walk('list, where only owners list', { dynamodb: 2, s3: 0 }, () =>
    list({ limit: pageLength }, alice),
  );
}

/** Walks ten form posts: one request issues them, S3's events arrive in one batch, one poll shows all verdicts. */
export async function walkTen({ walk, issueBatch, receiveReady, findReadable, send }: Tour) {
  const claims = Array.from({ length: TEN }, () => noteClaim);
  // A record and its place among the pending files for each, and one change of the counter, all in one transaction.
  const budget = { dynamodb: 1, s3: 0, writeUnits: 3 * TEN + 2 };
  const { results } = await walk(`issue ${TEN} files`, budget, () =>
    issueBatch({ mode: 'each', claims }, alice),
  );
  const uploads = results.map((result) => {
    if (result.outcome !== 'issued') throw new Error(`Refused: ${JSON.stringify(result)}`);
    return result;
  });
  const versions = await Promise.all(uploads.map((upload) => send(upload, note)));
  const received = { dynamodb: 2 * TEN, s3: TEN, s3BytesRead: TEN * note.byteLength };
  await walk(`receive ${TEN} files`, { ...received, writeUnits: 4 * TEN }, async () => {
    for (const version of versions) await receiveReady(version);
  });
  const ids = uploads.map(({ file }) => file.id);
  const files = await walk(`get ${TEN} files`, oneRead, () => findReadable(ids, alice));
  if (files.some(({ status }) => status !== 'ready')) throw new Error('Not all are ready.');
}

/** Walks less frequent paths: an upload that replaces another one, and one that is refused. */
export async function walkTurns(
  { walk, issue, receive, receiveReady, send }: Tour,
  replaces: string,
) {
  const replacing = await walk('issue a replacement', { dynamodb: 2, s3: 0 }, () =>
    issue({ ...noteClaim, replaces }, alice),
  );
  const next = await send(replacing, note);
  // One write that finds something to replace, one read of it, one transaction over both.
  const budget = { ...receiveBudget, dynamodb: 4, writeUnits: 11 };
  await walk('receive a replacement', budget, () => receiveReady(next));
  const other = await send(
    await issue({ ...noteClaim, contentType: 'application/pdf' }, alice),
    note,
  );
  // A refusal releases quota in a transaction over the record as it stands, and the object is deleted.
  await walk('receive and refuse', { ...receiveBudget, dynamodb: 3, s3: 2 }, () => receive(other));
}

/** Walks an upload of 1 GiB in parts. */
export async function walkParts(tour: Tour) {
  const { walk, issue, signParts, findFile } = tour;
  const { partCount, partSize } = filmPlan;
  const { file } = await walk('issue 1 GiB in parts', { ...issueBudget, s3: 1 }, () =>
    issue(filmClaim, alice),
  );
  const { id } = file;
  const parts = Array.from({ length: partCount }, (_, index) => ({ partNumber: index + 1 }));
  await walk(`sign ${partCount} parts`, oneRead, () => signParts(id, { parts }, alice));
  const film = await findFile(id);
  if (film?.status !== 'pending' || !film.multipart) throw new Error('The film has no parts.');
  await tour.fillParts(film.key, { ...film.multipart, size: filmBytes }, await filmPart(partSize));
  await walk('list parts', { dynamodb: 1, s3: 1 }, () => tour.listParts(id, alice));
  await walk('complete', completeBudget, () => tour.complete(id, alice));
  const version = await tour.versionOf(film.key);
  await walk('receive 1 GiB, judged', judgedBudget, () => tour.receiveReady(version));
}

/** A part of a film: S3's first part must look like one, and every part may hold the same bytes. */
async function filmPart(bytes: number): Promise<Uint8Array> {
  const part = new Uint8Array(bytes);
  part.set(await readFile(new URL('../../test/fixtures/files/fixture-isom.mp4', import.meta.url)));
  return part;
}
