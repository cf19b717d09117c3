// The variants of an image: which re-encoded copies a collection wants, where each is stored, and which ones a record has.
import { createHash } from 'node:crypto';
import type { Collection } from './collection.ts';
import type { FileRecord, ReadyFile } from './file.ts';
import { isFileId, parseKey } from './key.ts';
import type { Recipe, StoredVariant } from './variant.ts';

/** Prefix of every variant in the media bucket. */
export const VARIANTS_PREFIX = 'variants/';

/** The variant in full size that a collection with `serve: 'sanitized'` serves instead of the original. */
export const SANITIZED = 'sanitized';

/** Types that are decoded and encoded again; other types have no variants. */
export const reencodableTypes: readonly string[] = [
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'image/avif',
];

/** Largest source that is decoded, in bytes. */
export const MAX_SOURCE_BYTES = 100 * 1024 ** 2;

/** Longest side of an encoded image, in pixels: that of WebP (RFC 9649, section 2.7, "VP8X chunk": VP8 itself has 14 bits). */
export const MAX_ENCODED_SIDE = 16_383;

const sanitizing: Recipe = {
  name: SANITIZED,
  width: MAX_ENCODED_SIDE,
  height: MAX_ENCODED_SIDE,
  fit: 'inside',
  format: 'webp',
  quality: 90,
  animated: true,
};

/** The variants that a collection wants of a file of this type, by name; none for a type that is not re-encoded. */
export function recipesFor(contentType: string, collection: Collection | undefined): Recipe[] {
  if (!collection || !reencodableTypes.includes(contentType)) return [];
  const named = Object.entries(collection.variants)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, rule]) => ({ ...rule, name }));
  return collection.serve === 'sanitized' ? [...named, sanitizing] : named;
}

/** Increased when a change of the code gives other bytes for the same recipe on purpose, so that every variant is made again. */
const ENCODING = 2;

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

const essenceOf = ({ name, width, height, fit, format, quality, animated, maxBytes }: Recipe) => [
  ENCODING,
  ...[name, width ?? 0, height ?? 0, fit, format, quality, animated, maxBytes ?? 0],
];

/** What identifies a set of recipes: it changes with every change of one of them. */
export const recipesIdOf = (recipes: readonly Recipe[]): string => digest(recipes.map(essenceOf));

/** Prefix of all variants of an object, of every version; the uuid is the one in the object's own key. */
export const variantsPrefixOf = (key: string): string =>
  `${VARIANTS_PREFIX}${parseKey(key)?.id ?? ''}/`;

/** Key of one variant of one version, made by one recipe. */
export const variantKeyOf = (
  { key, versionId }: { readonly key: string; readonly versionId: string },
  recipe: Recipe,
): string =>
  `${variantsPrefixOf(key)}${recipe.name}-${digest([versionId, ...essenceOf(recipe)])}.${recipe.format}`;

/** The uuid of the object that a variant was made from; undefined for a key that Airlock never made. */
export function parseVariantKey(key: string): string | undefined {
  const [id = '', name, ...others] = key.slice(VARIANTS_PREFIX.length).split('/');
  const isVariant = key.startsWith(VARIANTS_PREFIX) && isFileId(id) && name && others.length === 0;
  return isVariant ? id : undefined;
}

/** The fields of a record about its variants. */
type VariantSource = Pick<ReadyFile, 'versionId' | 'variants'>;

/** The variants on record that were made from the pinned version; those of an earlier recipe count until others are made. */
export const variantsOf = ({ versionId, variants }: VariantSource): readonly StoredVariant[] =>
  variants?.versionId === versionId ? variants.items : [];

/** Whether the record has the result of these recipes: the variants, or the reason why there are none. */
export const isMade = (
  { versionId, variants }: VariantSource,
  recipes: readonly Recipe[],
): boolean => variants?.versionId === versionId && variants.recipesId === recipesIdOf(recipes);

/** The state of the making of variants. */
export type VariantsStatus = 'preparing' | 'ready' | 'failed';

/** That state for a file; undefined when no variants are made of it. */
export function variantsStatusOf(
  file: FileRecord,
  collection: Collection | undefined,
): VariantsStatus | undefined {
  if (file.status !== 'ready') return undefined;
  const recipes = recipesFor(file.contentType, collection);
  if (recipes.length === 0) return undefined;
  if (!isMade(file, recipes)) return 'preparing';
  return file.variants?.failure ? 'failed' : 'ready';
}
