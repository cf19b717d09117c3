// Files that come ten at a time: one request issues them, S3's events arrive in one batch, one poll shows all verdicts.
import { postForm } from '../post-form.ts';
import type { Measure } from './meter.ts';
import { type Path, type UseCases, walkerWith } from './path.ts';
import type { QuietBucket } from './quiet-bucket.ts';
import { alice, note, noteClaim, requireReady } from './uploads.ts';

/** How many files come together. */
export const TEN = 10;

/** Walks ten form posts of 5 KiB. */
export async function walkTen(
  { issueBatch, receive, findReadable }: UseCases,
  measure: Measure,
  bucket: QuietBucket,
) {
  const walk = walkerWith(measure);
  const claims = Array.from({ length: TEN }, () => noteClaim);
  // A record and its place among the pending files for each, and one change of the counter, all in one transaction.
  const issued = await walk(
    `issue ${TEN} files`,
    { dynamodb: 1, s3: 0, writeUnits: 3 * TEN + 2 },
    () => issueBatch({ mode: 'each', claims }, alice),
  );
  const uploads = issued.result.results.map((outcome) => {
    if (outcome.outcome !== 'issued') throw new Error(`Refused: ${JSON.stringify(outcome)}`);
    return outcome;
  });
  const versions = await Promise.all(
    uploads.map(async (upload) => bucket.versionOf(await postForm(upload, note))),
  );
  const received = await walk(
    `receive ${TEN} files`,
    { dynamodb: 2 * TEN, s3: TEN, s3BytesRead: TEN * note.byteLength, writeUnits: 4 * TEN },
    async () => {
      for (const version of versions) requireReady(await receive(version));
    },
  );
  const ids = uploads.map(({ file }) => file.id);
  const polled = await walk(`get ${TEN} files`, { dynamodb: 1, s3: 0 }, () =>
    findReadable(ids, alice),
  );
  if (polled.result.some(({ status }) => status !== 'ready')) throw new Error('Not all are ready.');
  return { issued, received, polled };
}

/** The paths of ten files, by what was done. */
export type TenPaths = Readonly<Record<keyof Awaited<ReturnType<typeof walkTen>>, Path>>;
