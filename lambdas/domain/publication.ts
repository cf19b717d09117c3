// The public copy of a file: where it lies, and what is left to be done about it.
import { extensionOf } from './content-types.ts';
import type { FileRecord, ReadyFile } from './file.ts';
import { isFileId } from './key.ts';

/** Prefix of every public copy, in the bucket and on the CDN. */
export const PUBLIC_PREFIX = 'public/';

/** How browsers and the CDN keep a public copy: its path never holds other bytes. */
export const PUBLIC_CACHE_CONTROL = 'public, max-age=31536000, immutable';

const token = /^[\w-]{22}$/;

/** A file with a token: its public copy is to be made, is there, or is to go. */
export type WithToken<File extends FileRecord = FileRecord> = File & {
  readonly publicToken: string;
};

/** Whether there is, was or will be a public copy of the file. */
export const hasToken = <File extends FileRecord>(file: File): file is WithToken<File> =>
  file.publicToken !== undefined;

/** What is to be done about a file's public copy. */
export type PublicationTask =
  | { readonly task: 'publish'; readonly file: WithToken<ReadyFile> }
  | { readonly task: 'withdraw'; readonly file: WithToken };

/** Whether the file is to have a public copy. */
export const shouldBePublic = (file: FileRecord | undefined): file is WithToken<ReadyFile> =>
  file?.status === 'ready' && file.visibility === 'public' && file.publicToken !== undefined;

/** Whether a copy of the file may be there that ought not to be. */
const shouldBeWithdrawn = (file: FileRecord | undefined): file is WithToken =>
  (file?.status === 'ready' || file?.status === 'deleted') &&
  file.publicToken !== undefined &&
  !shouldBePublic(file);

/** What the record asks for; undefined when, by what it says, the public side is as it should be. */
export function publicationTask(file: FileRecord | undefined): PublicationTask | undefined {
  if (shouldBePublic(file)) return file.publishedAt ? undefined : { task: 'publish', file };
  return shouldBeWithdrawn(file) ? { task: 'withdraw', file } : undefined;
}

/** Key of the copy and, after a slash, its path on the CDN: unguessable, and nothing in it was written by the uploader. */
export const publicKeyOf = ({ id, contentType, publicToken }: WithToken): string =>
  `${PUBLIC_PREFIX}${publicToken}/${id}${extensionOf(contentType)}`;

/** Reads back which file and token a public key stands for; undefined for a key that Airlock never made. */
export function parsePublicKey(key: string): { id: string; publicToken: string } | undefined {
  if (!key.startsWith(PUBLIC_PREFIX)) return undefined;
  const [publicToken = '', name = '', ...others] = key.slice(PUBLIC_PREFIX.length).split('/');
  const id = name.slice(0, 36);
  if (!token.test(publicToken) || !isFileId(id) || others.length > 0) return undefined;
  return { id, publicToken };
}
