// How files end, as the requests bench walks it: deleted and purged, or abandoned and reaped.

import type { DeletedFile } from '../../lambdas/domain/file.ts';
import { HEAD_MAX_BYTES } from '../../lambdas/domain/stored-bytes.ts';
import { postForm } from '../post-form.ts';
import type { Measure } from './meter.ts';
import { type UseCases, walkerWith } from './path.ts';
import type { QuietBucket } from './quiet-bucket.ts';
import { alice, note, noteClaim, uploadNote } from './uploads.ts';

const goOn = () => true;

/** Partitions of the index of files whose time ends: the reaper asks each once a run (decision 0039). */
const expiryQueries = 16;

/** Walks reaping, first of all: a run takes everything that has lapsed. `lapseAll` moves the clock past every expiry. */
export async function walkReaping(
  { issue, reap }: UseCases,
  measure: Measure,
  lapseAll: () => void,
) {
  const walk = walkerWith(measure);
  const idle = await walk('reap nothing', { dynamodb: 1 + expiryQueries, s3: 0 }, () => reap(goOn));
  await issue(noteClaim, alice);
  lapseAll();
  const removed = await walk('reap 1 abandoned', { dynamodb: 2 + expiryQueries, s3: 1 }, () =>
    reap(goOn),
  );
  const unheard = await issue(noteClaim, alice);
  await postForm(unheard, note);
  lapseAll();
  const judgement = { dynamodb: 3 + expiryQueries, s3: 2, s3BytesRead: HEAD_MAX_BYTES };
  const judged = await walk('reap 1 whose event was lost', judgement, () => reap(goOn));
  return { idle, removed, judged };
}

/** Walks deletion, and the purge that the table's stream drives. */
export async function walkDeletion(useCases: UseCases, measure: Measure, bucket: QuietBucket) {
  const walk = walkerWith(measure);
  const { issue, share, link, remove, purge, findFile } = useCases;
  const pending = await issue(noteClaim, alice);
  const abandoned = await walk('delete while pending', { dynamodb: 2, s3: 0 }, () =>
    remove(pending.file.id, alice),
  );
  const id = await uploadNote(useCases, bucket, alice);
  await share(id, 'user:bob', alice);
  await link(id, { expiresInSeconds: 3600 }, alice, 'https://api.example');
  const deleted = await walk('delete a ready file', { dynamodb: 2, s3: 0 }, () =>
    remove(id, alice),
  );
  const tombstone = requireDeleted(await findFile(id));
  // One Query, one transaction each for the grant, the link and the count of both; one listing, one deletion.
  const purged = await walk('purge, with 1 grant and 1 link', { dynamodb: 4, s3: 2 }, () =>
    purge(tombstone),
  );
  return { abandoned, deleted, purged };
}

function requireDeleted(file: { status: string } | undefined): DeletedFile {
  if (file?.status !== 'deleted') throw new Error('The file was not deleted.');
  return file as DeletedFile;
}
