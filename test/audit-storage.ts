// Audits a bucket and a table: what they must hold of each other once no work is pending, whatever happened before.
import { paginateScan } from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { fileOf, type Item } from '../lambdas/aws/dynamodb/dynamo-items.ts';
import { countsAsUsed, type FileRecord, type ReadyFile } from '../lambdas/domain/file.ts';
import { publicationTask, publicKeyOf, shouldBePublic } from '../lambdas/domain/publication.ts';
import { usedBytes } from '../lambdas/domain/versions.ts';
import type { Place } from './wiring.ts';

/** Everything in the table. */
export async function readItems({ dynamo: client, table: TableName }: Place): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of paginateScan({ client }, { TableName })) {
    items.push(...(page.Items ?? []));
  }
  return items;
}

/** The records of files among the items of a table. */
export const recordsIn = (items: readonly Item[]): FileRecord[] =>
  items.filter(({ sk }) => sk?.S === 'FILE').map(fileOf);

/**
 * Holds the bucket against the table: one version of every ready file, the pinned one, and of each earlier content that it
 * keeps, with contents that a test sent and that are what was claimed; its variants; and nothing else. Gives what is wrong.
 */
export async function auditBucket(
  { s3, bucket: Bucket }: Place,
  items: readonly Item[],
  isGood: (file: ReadyFile, contents: string) => boolean,
): Promise<string[]> {
  const wrong: string[] = [];
  const ready = recordsIn(items).filter((file) => file.status === 'ready');
  const contents = ready.flatMap((file) => [
    ...[file, ...(file.versions ?? [])],
    ...(file.variants?.items ?? []),
  ]);
  const pinned = new Set(contents.map(({ key, versionId }) => `${key} ${versionId}`));
  for (const version of await listVersions({ s3, bucket: Bucket })) {
    if (!pinned.delete(version)) wrong.push(`the bucket holds ${version}, which no record pins`);
  }
  for (const version of pinned) wrong.push(`the bucket has lost ${version}`);

  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
  for (const { Key } of Uploads) wrong.push(`an upload in parts was left behind at ${Key}`);

  for (const file of ready) {
    const { key, versionId } = file;
    if (pinned.has(`${key} ${versionId}`)) continue;
    const request = new GetObjectCommand({ Bucket, Key: key, VersionId: versionId });
    const bytes = (await (await s3.send(request)).Body?.transformToString()) ?? '';
    if (!isGood(file, bytes)) wrong.push(`${file.id} is ready with contents that are not its own`);
  }
  return wrong;
}

async function listVersions({ s3, bucket }: Pick<Place, 's3' | 'bucket'>): Promise<string[]> {
  const versions: string[] = [];
  let next: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (next) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket: bucket, ...next }),
    );
    const all = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    versions.push(...all.map(({ Key, VersionId }) => `${Key} ${VersionId}`));
    const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    next = IsTruncated
      ? { ...(KeyMarker && { KeyMarker }), ...(VersionIdMarker && { VersionIdMarker }) }
      : undefined;
  }
  return versions;
}

/**
 * Holds the public bucket against the table: a complete copy of every public file, under the token of its
 * record, and nothing else; nothing left to publish or to withdraw. Gives what is wrong.
 */
export async function auditPublicSide(
  { s3, publicBucket: Bucket }: Place,
  items: readonly Item[],
  isGood: (file: ReadyFile, contents: string) => boolean,
): Promise<string[]> {
  const records = recordsIn(items);
  const wrong = records.flatMap((file) => {
    const { task } = publicationTask(file) ?? {};
    return task ? [`${file.id} is still waiting: ${task}`] : [];
  });
  const shown = new Map(records.filter(shouldBePublic).map((file) => [publicKeyOf(file), file]));
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key = '' } of Contents) {
    const file = shown.get(Key);
    shown.delete(Key);
    const object = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const contents = (await object.Body?.transformToString()) ?? '';
    if (!file) wrong.push(`everybody can read ${Key}, which no record shows`);
    else if (!isGood(file, contents)) wrong.push(`the public copy of ${file.id} is another file`);
  }
  for (const { id } of shown.values()) wrong.push(`${id} is public and has no copy`);
  return wrong;
}

/**
 * Holds the table against itself: nothing pending, counters that are exactly the sum of the records, grants and links
 * beside ready files only, each link known in both its places, nothing still moving, and an end to all that is
 * only remembered. Gives what is wrong.
 */
export function auditTable(items: readonly Item[]): string[] {
  const wrong: string[] = [];
  const records = recordsIn(items);
  const plain = items.map((item) => unmarshall(item));
  const statusOf = new Map(records.map(({ id, status }) => [id, status]));
  for (const file of records) {
    if (file.status === 'pending') wrong.push(`${file.id} is pending for ever`);
  }
  wrong.push(...auditCounters(items));

  const beside = plain.filter(({ sk }) => /^(GRANT|LINK)#/.test(String(sk)));
  for (const { pk, sk } of beside) {
    const status = statusOf.get(String(pk).slice('FILE#'.length)) ?? 'unknown';
    if (status !== 'ready') wrong.push(`${sk} belongs to a file that is ${status}`);
  }
  const kept = new Set(
    records.flatMap((file) =>
      file.status === 'ready'
        ? (file.versions ?? []).map(({ number }) => `FILE#${file.id} VERSION#${number}`)
        : [],
    ),
  );
  for (const { pk, sk, removeAt, keptUntil } of plain.filter(({ sk }) =>
    /^VERSION#/.test(String(sk)),
  )) {
    // One that is not kept and whose purge was lost is purged when its time to live removes it.
    const isExplained = keptUntil === undefined || kept.has(`${pk} ${sk}`);
    if (!removeAt || !isExplained) wrong.push(`${pk} ${sk} waits for its purge`);
  }
  const places = new Set(beside.map(({ pk, sk }) => `${pk} ${sk}`));
  const tokens = plain.filter(({ sk }) => sk === 'LINK');
  for (const { id, fileId } of tokens) {
    if (!places.has(`FILE#${fileId} LINK#${id}`)) wrong.push(`link ${id} is unknown to its file`);
  }
  const listed = beside.filter(({ sk }) => String(sk).startsWith('LINK#')).length;
  if (listed > tokens.length) wrong.push(`${listed - tokens.length} links lead nowhere`);
  for (const { pk, sk, removeAt } of plain) {
    if (['REQUEST', 'LINK'].includes(String(sk)) && !removeAt) wrong.push(`${pk} never expires`);
  }
  return wrong;
}

/** Holds every owner's counters against what the records add up to; true at any moment. Gives what is wrong. */
export function auditCounters(items: readonly Item[]): string[] {
  const owed = new Map<string, { bytes: number; files: number }>();
  for (const file of recordsIn(items).filter(countsAsUsed)) {
    const { bytes, files } = owed.get(file.owner) ?? { bytes: 0, files: 0 };
    owed.set(file.owner, { bytes: bytes + usedBytes(file), files: files + 1 });
  }
  const wrong: string[] = [];
  for (const item of items.filter(({ sk }) => sk?.S === 'USAGE')) {
    const { pk, bytes, files } = unmarshall(item);
    const owner = String(pk).slice('OWNER#'.length);
    const right = owed.get(owner) ?? { bytes: 0, files: 0 };
    owed.delete(owner);
    if (bytes === right.bytes && files === right.files) continue;
    wrong.push(
      `${owner} is charged ${bytes} bytes in ${files} files, and has ${right.bytes} in ${right.files}`,
    );
  }
  for (const owner of owed.keys()) wrong.push(`${owner} has files and no counters`);
  return wrong;
}
