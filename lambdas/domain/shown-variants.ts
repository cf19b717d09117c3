// The variants of a file as answers and events show them.
import type { ReadyFile } from './file.ts';
import { publicVariantKeyOf, showsVariants } from './publication.ts';
import { variantsOf } from './variants.ts';

/** A re-encoded copy of an image. */
export interface ShownVariant {
  readonly contentType: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Bytes. */
  readonly size: number;
  /** Address of a published one. */
  readonly url?: string | undefined;
}

/** The variants by name, with their addresses once they are published; undefined while there are none. */
export function showVariants(
  file: ReadyFile,
  mediaOrigin: string,
): Record<string, ShownVariant> | undefined {
  const variants = variantsOf(file);
  if (variants.length === 0) return undefined;
  return Object.fromEntries(
    variants.map(({ name, contentType, width, height, size, key }) => {
      const url = showsVariants(file)
        ? `${mediaOrigin}/${publicVariantKeyOf(file, { key })}`
        : undefined;
      return [name, { contentType, width, height, size, url }];
    }),
  );
}
