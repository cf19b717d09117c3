// Chooses the variant that shows a file at a size, and finds its address.
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import type { SignedUrls } from './signed-urls.ts';

type Variant = NonNullable<FileRecord['variants']>[string];

/** The variant of at least this width, else the widest; undefined when the file has none. */
export function variantFor(
  { variants = {} }: Pick<FileRecord, 'variants'>,
  width: number,
): readonly [name: string, variant: Variant] | undefined {
  const sorted = Object.entries(variants).toSorted(([, one], [, other]) => one.width - other.width);
  return sorted.find(([, variant]) => variant.width >= width) ?? sorted.at(-1);
}

/**
 * The address of the picture of a file at this width in pixels; of the file itself when it has no variant. Signed for
 * public files as well: the page's Content-Security-Policy knows the bucket, and not the CDN of public copies.
 */
export const pictureAddress = (
  file: FileRecord,
  width: number,
  urls: SignedUrls,
): Promise<string> => urls.get(file, variantFor(file, width)?.[0]);
