// The sizes that collections accept in words: a separate module, because the page shows them first.
import type { PageCollection } from '../lambdas/http/page-contract.ts';
import { find } from './dom.ts';
import { bytesInWords } from './quantities.ts';
import { texts } from './texts.ts';

/** Larger limits are not shown: the quota is smaller. */
export const ANY_SIZE_BYTES = 1024 ** 4;

/** The sizes that collections accept, with line breaks only between collections: `images up to 25 MB, documents up to 1 GB`. */
export const limitsInWords = (
  collections: Readonly<Record<string, Pick<PageCollection, 'maxBytes'>>>,
): string =>
  Object.entries(collections)
    .map(([name, { maxBytes }]) => {
      const words = texts().collections;
      const limit =
        maxBytes < ANY_SIZE_BYTES ? words.limit(name, bytesInWords(maxBytes)) : words.noLimit(name);
      return limit.replaceAll(' ', '\u00a0');
    })
    .join(', ');

/** Shows what the collections accept. */
export function showOffer(collections: Parameters<typeof limitsInWords>[0]): void {
  const offer = texts().collections.offerAll(limitsInWords(collections));
  find(document, '#offer', HTMLElement).textContent = offer;
}
