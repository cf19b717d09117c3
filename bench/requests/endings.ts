// How files end: deleted and purged, or abandoned and reaped.
import { HEAD_MAX_BYTES } from '../../lambdas/domain/stored-bytes.ts';
import { note, noteClaim } from '../user.ts';
import { alice, type Tour } from './tour.ts';

const always = () => true;

/** Partitions of the index of files whose time ends: the reaper asks each once a run (decision 0039). */
const expiryQueries = 16;

/** Walks reaping, first of all: a run takes everything that has lapsed. `lapseAll` moves the clock past every expiry. */
export async function walkReaping({ walk, issue, reap, send }: Tour, lapseAll: () => void) {
  const idle = { dynamodb: 1 + expiryQueries, s3: 0 };
  await walk('reap nothing', idle, () => reap(always));
  await issue(noteClaim, alice);
  lapseAll();
  const removal = { dynamodb: 2 + expiryQueries, s3: 1 };
  await walk('reap 1 abandoned', removal, () => reap(always));
  await send(await issue(noteClaim, alice), note);
  lapseAll();
  const judgement = { dynamodb: 3 + expiryQueries, s3: 2, s3BytesRead: HEAD_MAX_BYTES };
  await walk('reap 1 whose event was lost', judgement, () => reap(always));
}

/** Walks deletion, and the purge that the table's stream drives. */
export async function walkDeletion({ walk, ...tour }: Tour) {
  const { file } = await tour.issue(noteClaim, alice);
  const oneWrite = { dynamodb: 2, s3: 0 };
  await walk('delete while pending', oneWrite, () => tour.remove(file.id, alice));
  const id = await tour.uploadNote();
  await tour.share(id, 'user:bob', alice);
  await tour.link(id, { expiresInSeconds: 3600 }, alice, 'https://api.example');
  await walk('delete a ready file', oneWrite, () => tour.remove(id, alice));
  const tombstone = await tour.findFile(id);
  if (tombstone?.status !== 'deleted') throw new Error('The file was not deleted.');
  // One Query, one transaction each for the grant, the link and the count of both; one listing, one deletion.
  const purge = { dynamodb: 4, s3: 2 };
  await walk('purge, with 1 grant and 1 link', purge, () => tour.purge(tombstone));
}
