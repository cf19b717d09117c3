// The versions of a file: how a replacement changes the record, and how long the replaced content is kept.
import type { Collection } from './collection.ts';
import { extensionOf } from './content-types.ts';
import {
  countsAsUsed,
  type FileRecord,
  type KeptVersion,
  type MergedUpload,
  type ReadyFile,
} from './file.ts';
import type { Usage } from './quota.ts';
import { daysAfter } from './time.ts';

/** An earlier content whose bytes are purged at `keptUntil`, or at once. */
export interface OutgoingVersion {
  readonly fileId: string;
  readonly number: number;
  readonly key: string;
  readonly keptUntil?: string | undefined;
}

/** Most earlier contents that one file keeps: each adds about 500 bytes to its record. */
export const MAX_KEPT_VERSIONS = 10;

/** Until when a content that is replaced at this time is kept; undefined when it is purged at once. */
export const replacedUntil = (collection: Collection | undefined, at: Date): string | undefined =>
  collection?.keepReplacedDays ? daysAfter(at, collection.keepReplacedDays) : undefined;

/** The number of the version that the file has. */
export const versionOf = ({ version = 1 }: { readonly version?: number | undefined }): number =>
  version;

/** Bytes by which a file counts against its owner's quota, including those of its kept versions. */
export const usedBytes = (file: Pick<FileRecord, 'size'> & Pick<ReadyFile, 'versions'>): number =>
  file.size + (file.versions ?? []).reduce((sum, { size }) => sum + size, 0);

/** The change of an owner's usage that follows from a change of a file's record. */
export const usageDifference = (before: FileRecord, after: FileRecord): Usage => ({
  bytes: countedBytes(after) - countedBytes(before),
  files: Number(countsAsUsed(after)) - Number(countsAsUsed(before)),
});

const countedBytes = (file: FileRecord): number => (countsAsUsed(file) ? usedBytes(file) : 0);

/** The records that a replacement writes. */
export interface Replacement {
  /** The file with its new content. */
  readonly file: ReadyFile;
  /** The new record of the upload. */
  readonly merged: MergedUpload;
  readonly outgoing: readonly OutgoingVersion[];
}

/**
 * Gives the content of an accepted upload to the file that it replaces. Title, caption and metadata change if the upload has
 * them, and the file is kept for as long as the upload says; id, owner, visibility, grants, links and the path of the public copy
 * stay.
 */
export function replaceContent(
  file: ReadyFile,
  upload: ReadyFile,
  { at, replacedUntil }: { readonly at: string; readonly replacedUntil?: string | undefined },
): Replacement {
  const version = versionOf(file) + 1;
  const { id, title, caption, metadata, publicToken: _path, visibility: _own, ...sent } = upload;
  const { key, versionId, verdict, filename, size, contentType, sha256, readyAt } = sent;
  const kept = [
    ...(replacedUntil === undefined ? [] : [keptVersionOf(file, at, replacedUntil)]),
    ...(file.versions ?? []),
  ];
  const dropped = kept.slice(MAX_KEPT_VERSIONS);
  // These variants are those of the replaced content.
  const { variants: _variants, publishedVariants: _published, ...others } = file;
  const { versions: _kept, publishedAt, ...staying } = others;
  return {
    file: {
      ...staying,
      ...{ key, versionId, verdict, filename, size, contentType, sha256, readyAt },
      retainUntil: upload.retainUntil,
      title: title ?? file.title,
      caption: caption ?? file.caption,
      metadata: metadata ?? file.metadata,
      revision: file.revision + 1,
      version,
      ...(kept.length > 0 && { versions: kept.slice(0, MAX_KEPT_VERSIONS) }),
      ...(file.publicToken && {
        publicExtension: file.publicExtension ?? extensionOf(file.contentType),
        addressedAt: publishedAt ?? file.addressedAt,
      }),
    },
    merged: { ...sent, id, status: 'merged', mergedInto: file.id, version },
    outgoing: [
      { fileId: file.id, number: versionOf(file), key: file.key, keptUntil: replacedUntil },
      ...dropped.map(({ number, key }) => ({ fileId: file.id, number, key })),
    ],
  };
}

function keptVersionOf(file: ReadyFile, replacedAt: string, keptUntil: string): KeptVersion {
  const { key, versionId, filename, contentType, size, readyAt, verdict } = file;
  const { charset, checksum } = verdict;
  return {
    number: versionOf(file),
    ...{ key, versionId, filename, contentType, size, charset, checksum },
    ...{ readyAt, replacedAt, keptUntil },
  };
}

/** The earlier contents that can still be read at a time: their bytes are purged some time after their end. */
export const keptVersions = ({ versions = [] }: ReadyFile, at: Date): readonly KeptVersion[] =>
  versions.filter(({ keptUntil }) => at.toISOString() < keptUntil);

/** The file without a kept version; the same file when it keeps no such version. */
export function dropVersion(file: ReadyFile, number: number): ReadyFile {
  const left = file.versions?.filter((version) => version.number !== number);
  if (!left || left.length === file.versions?.length) return file;
  const { versions: _all, ...rest } = file;
  return left.length > 0 ? { ...rest, versions: left } : rest;
}
