// Chooses the collection for a file by its claimed type.

import { canonicalType } from '../lambdas/domain/content-types.ts';
import type { PageConfig } from '../lambdas/http/page-contract.ts';
import { ANY_SIZE_BYTES } from './limits.ts';
import { bytesInWords } from './quantities.ts';
import { texts } from './texts.ts';
import { typesInWords } from './type-names.ts';

type Collections = Record<string, Pick<PageConfig['collections'][string], 'types' | 'maxBytes'>>;

/** The first collection that accepts this type and size, else the first that accepts the type, else undefined. */
export function guessCollection(
  contentType: string,
  size: number,
  collections: Collections,
): string | undefined {
  const takers = Object.entries(collections).filter(([, { types }]) =>
    types.some((type) => canonicalType(type) === canonicalType(contentType)),
  );
  return (takers.find(([, { maxBytes }]) => size <= maxBytes) ?? takers[0])?.[0];
}

/** Why the API would refuse this file, known before a byte is read; undefined when it may be uploaded. */
export function objection(
  file: Pick<File, 'size'>,
  collection: Collections[string] | undefined,
): string | undefined {
  if (file.size === 0) return texts().collections.empty;
  if (collection === undefined || file.size <= collection.maxBytes) return undefined;
  // Without the file's own size, so that all files that are too large share one sentence.
  return texts().refusal.allTooLarge(bytesInWords(collection.maxBytes));
}

/** What a collection accepts: `Accepts JPEG and PNG up to 25 MB.` */
export const offerInWords = ({ types, maxBytes }: Collections[string]): string =>
  maxBytes < ANY_SIZE_BYTES
    ? texts().collections.offer(typesInWords(types), bytesInWords(maxBytes))
    : texts().collections.offerAny(typesInWords(types));
