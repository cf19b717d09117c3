// Formats content types for a sentence and for a small tile.

import { aTypeName, extensionOf, typeName } from '../lambdas/domain/content-types.ts';
import { locale, texts } from './texts.ts';

/** The common name of a content type: `PNG image`; the type itself when it has none. */
export const typeInWords = (contentType: string): string =>
  texts().types.plain(typeName(contentType));

/** The same with its article where the language has one: `a PNG image`. */
export const aTypeInWords = (contentType: string): string =>
  texts().types.withArticle(typeName(contentType), aTypeName(contentType));

/** Tags that differ from the extension in capitals. */
const tags: Readonly<Record<string, string>> = {
  '.jpg': 'JPEG',
  '.tif': 'TIFF',
  '.webp': 'WebP',
  '.webm': 'WebM',
};

/** A content type in at most five letters, for the tile beside a file's name. */
export function typeTag(contentType: string): string {
  const extension = extensionOf(contentType);
  if (extension) return tags[extension] ?? extension.slice(1).toUpperCase();
  const subtype = contentType.split('/')[1] ?? '';
  return /^[a-z0-9]{1,5}$/.test(subtype) ? subtype.toUpperCase() : 'FILE';
}

/** How many types an enumeration names before it only counts the rest. */
const NAMED_TYPES = 12;

/** Several content types as one enumeration: `JPEG, PNG and GIF`. */
export function typesInWords(contentTypes: readonly string[]): string {
  const all = [...new Set(contentTypes.map(typeTag))];
  const named = all.length > NAMED_TYPES ? all.slice(0, NAMED_TYPES) : all;
  if (all.length > named.length)
    named.push(texts().collections.moreTypes(all.length - named.length));
  if (named.length === 0) return texts().collections.nothing;
  return new Intl.ListFormat(locale() ?? 'en-GB', { type: 'conjunction' }).format(named);
}
