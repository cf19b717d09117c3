// The public copies of a file: their keys, and whether they must be created or deleted.
import type { Collection } from './collection.ts';
import { extensionOf } from './content-types.ts';
import type { FileRecord, ReadyFile } from './file.ts';
import { isFileId } from './key.ts';
import type { StoredVariant } from './variant.ts';
import { SANITIZED, variantsOf } from './variants.ts';

/** Prefix of every public copy, in the bucket and on the CDN. */
export const PUBLIC_PREFIX = 'public/';

/** How browsers and the CDN keep a public copy: browsers for a minute, the CDN for a year or until a path is invalidated. */
export const PUBLIC_CACHE_CONTROL = 'public, max-age=60, s-maxage=31536000';

/** How browsers and the CDN keep the copy of a variant: its path never holds other bytes. */
export const VARIANT_CACHE_CONTROL = 'public, max-age=31536000, immutable';

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
export function publicationTask(
  file: FileRecord | undefined,
  collection?: Collection,
): PublicationTask | undefined {
  if (shouldBePublic(file)) {
    const isDue = !isPublished(file) && canBePublished(file, collection);
    return isDue ? { task: 'publish', file } : undefined;
  }
  return shouldBeWithdrawn(file) ? { task: 'withdraw', file } : undefined;
}

/** Whether the file and all of its variants are published. */
const isPublished = (file: ReadyFile): boolean =>
  file.publishedAt !== undefined &&
  (variantsOf(file).length === 0 || file.publishedVariants?.recipesId === file.variants?.recipesId);

/** A collection that serves sanitized copies publishes nothing before there is one. */
const canBePublished = (file: ReadyFile, collection: Collection | undefined): boolean =>
  collection?.serve !== 'sanitized' || sanitizedOf(file) !== undefined;

const sanitizedOf = (file: ReadyFile): StoredVariant | undefined =>
  variantsOf(file).find(({ name }) => name === SANITIZED);

/** A copy that is published besides the pinned version, and its public key. */
export interface VariantCopy extends StoredVariant {
  readonly publicKey: string;
}

/** The copies of its variants that a public file should have. */
export const variantCopiesOf = (file: WithToken<ReadyFile>): readonly VariantCopy[] =>
  variantsOf(file).map((variant) => ({ ...variant, publicKey: publicVariantKeyOf(file, variant) }));

/** The keys of all copies that a public file should have; the pinned version is none of them where sanitized copies are served. */
export function publicKeysOf(
  file: WithToken<ReadyFile>,
  collection: Collection | undefined,
): readonly string[] {
  const keys = variantCopiesOf(file).map(({ publicKey }) => publicKey);
  return collection?.serve === 'sanitized' ? keys : [publicKeyOf(file), ...keys];
}

/** Whether the variants of the file are at their addresses. */
export const showsVariants = (file: FileRecord): file is WithToken<ReadyFile> =>
  shouldBePublic(file) &&
  file.publishedAt !== undefined &&
  file.variants !== undefined &&
  file.publishedVariants?.recipesId === file.variants.recipesId;

/** Key of the copy at the address of the file; undefined while there is none. */
export function publishedKeyOf(
  file: FileRecord,
  collection: Collection | undefined,
): string | undefined {
  if (!hasAddress(file)) return undefined;
  if (collection?.serve !== 'sanitized') return publicKeyOf(file);
  const sanitized = showsVariants(file) ? sanitizedOf(file) : undefined;
  return sanitized && publicVariantKeyOf(file, sanitized);
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

/** Prefix of the keys of every public copy of the file. */
export const publicPrefixOf = ({ publicToken }: Pick<WithToken, 'publicToken'>): string =>
  `${PUBLIC_PREFIX}${publicToken}/`;

/** Prefix of the keys of the copies of all its variants, and of no other copy. */
export const publicVariantsPrefixOf = (file: Pick<WithToken, 'id' | 'publicToken'>): string =>
  `${publicPrefixOf(file)}${file.id}/`;

/** Key of the copy of a variant; other bytes have another key. */
export const publicVariantKeyOf = (
  file: Pick<WithToken, 'id' | 'publicToken'>,
  { key }: Pick<StoredVariant, 'key'>,
): string => `${publicVariantsPrefixOf(file)}${key.slice(key.lastIndexOf('/') + 1)}`;

/** Reads the file's id and token from a public key; undefined for a key that Airlock never made. */
export function parsePublicKey(key: string): { id: string; publicToken: string } | undefined {
  if (!key.startsWith(PUBLIC_PREFIX)) return undefined;
  const [publicToken = '', name = '', ...others] = key.slice(PUBLIC_PREFIX.length).split('/');
  const id = name.slice(0, 36);
  const isVariant = name === id && others.length === 1 && others[0] !== '';
  if (!token.test(publicToken) || !isFileId(id) || !(isVariant || others.length === 0)) {
    return undefined;
  }
  return { id, publicToken };
}
