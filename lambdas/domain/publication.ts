// The public copy of a file: its key, and whether it must be created or deleted.
import { extensionOf } from './content-types.ts';
import type { FileRecord, ReadyFile } from './file.ts';
import { isFileId } from './key.ts';

/** Prefix of every public copy, in the bucket and on the CDN. */
export const PUBLIC_PREFIX = 'public/';

/** How browsers and the CDN keep a public copy: browsers for a minute, the CDN for a year or until a path is invalidated. */
export const PUBLIC_CACHE_CONTROL = 'public, max-age=60, s-maxage=31536000';

const token = /^[\w-]{22}$/;

/** A file with a token: its public copy exists, or must be created or deleted. */
export type WithToken<File extends FileRecord = FileRecord> = File & {
  readonly publicToken: string;
};

/** Whether there is, was or will be a public copy of the file. */
export const hasToken = <File extends FileRecord>(file: File): file is WithToken<File> =>
  file.publicToken !== undefined;

/** The task that a file's public copy needs. */
export type PublicationTask =
  | { readonly task: 'publish'; readonly file: WithToken<ReadyFile> }
  | { readonly task: 'withdraw'; readonly file: WithToken };

/** Whether the file should have a public copy. */
export const shouldBePublic = (file: FileRecord | undefined): file is WithToken<ReadyFile> =>
  file?.status === 'ready' && file.visibility === 'public' && file.publicToken !== undefined;

/** Whether a copy of the file may exist that should not. */
const shouldBeWithdrawn = (file: FileRecord | undefined): file is WithToken =>
  (file?.status === 'ready' || file?.status === 'deleted') &&
  file.publicToken !== undefined &&
  !shouldBePublic(file);

/** The task that follows from the record; undefined when the public copy is up to date. */
export function publicationTask(file: FileRecord | undefined): PublicationTask | undefined {
  if (shouldBePublic(file)) return file.publishedAt ? undefined : { task: 'publish', file };
  return shouldBeWithdrawn(file) ? { task: 'withdraw', file } : undefined;
}

/** Whether the address of the public copy is shown: once it was complete, also while a replacement overwrites it. */
export const hasAddress = (file: FileRecord): file is WithToken<ReadyFile> =>
  shouldBePublic(file) && (file.publishedAt ?? file.addressedAt) !== undefined;

/**
 * Key of the copy and, after a slash, its path on the CDN: unguessable, the same for every version of the file, and nothing
 * in it was written by the uploader.
 */
export const publicKeyOf = ({ id, contentType, publicToken, publicExtension }: WithToken): string =>
  `${PUBLIC_PREFIX}${publicToken}/${id}${publicExtension ?? extensionOf(contentType)}`;

/** Reads back which file and token a public key stands for; undefined for a key that Airlock never made. */
export function parsePublicKey(key: string): { id: string; publicToken: string } | undefined {
  if (!key.startsWith(PUBLIC_PREFIX)) return undefined;
  const [publicToken = '', name = '', ...others] = key.slice(PUBLIC_PREFIX.length).split('/');
  const id = name.slice(0, 36);
  if (!token.test(publicToken) || !isFileId(id) || others.length > 0) return undefined;
  return { id, publicToken };
}
