// Files by number, made up without an upload: as many as a bench wants, and none need be remembered.
import { type Item, itemOf, toItem, usageKey } from '../lambdas/aws/dynamodb/dynamo-items.ts';
import type { PendingFile, ReadyFile } from '../lambdas/domain/file.ts';

/** What each of them weighs. */
export const fileBytes = 5 * 1024;
/** Where all of them are. */
export const collection = 'documents';

/** The id of a file of a bench, derived from its number. */
export const fileIdOf = (number: number): string =>
  `${'0'.repeat(8)}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

/** When a file was created: a second after the one before it. */
export const createdAtOf = (number: number): string =>
  new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();

/** A text that a record describes. */
export function pendingFile(number: number, owner: string, size: number): PendingFile {
  const { versionId: _version, verdict: _verdict, readyAt, ...file } = readyFile(number, owner, '');
  return { ...file, status: 'pending', size, expiresAt: readyAt };
}

/** A ready text of 5 KiB. */
export function readyFile(number: number, owner: string, versionId: string): ReadyFile {
  const id = fileIdOf(number);
  const createdAt = createdAtOf(number);
  const contentType = 'text/plain';
  return {
    id,
    status: 'ready',
    collection,
    owner,
    key: `media/${collection}/2026/01/${id}.txt`,
    filename: 'note.txt',
    size: fileBytes,
    contentType,
    createdAt,
    readyAt: createdAt,
    revision: 1,
    versionId,
    verdict: {
      outcome: 'accepted',
      declaredType: contentType,
      detectedType: contentType,
      size: fileBytes,
    },
  };
}

/** The items of one owner's ready files, and of the counters that go with them. */
export function* itemsOfOwner(owner: string, count: number): Iterable<Item> {
  for (let number = 0; number < count; number += 1) {
    yield itemOf(readyFile(number, owner, `version-${number}`));
  }
  yield usageItem(owner, { bytes: count * fileBytes, files: count });
}

/** An owner's counters. */
export const usageItem = (owner: string, usage: { bytes: number; files: number }): Item =>
  toItem({ ...usageKey(owner), ...usage });
