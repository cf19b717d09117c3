// The ports of making variants; all others are in ports.ts.
import type { FileRecord } from './file.ts';
import type { ListedVersion, ObjectVersion, Walk } from './ports.ts';
import type { FileVariants, Recipe, StoredVariant, VariantFailure } from './variant.ts';

/** One encoded image. */
export interface EncodedImage {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** The result of decoding and encoding: an image for each recipe, or why the source cannot be used. */
export type Encoding =
  | { readonly images: readonly EncodedImage[] }
  | { readonly failure: VariantFailure };

/** Decodes an image, which has to be of this type and within this many pixels, and encodes it by each recipe. */
export type EncodeImage = (
  source: Uint8Array,
  options: {
    readonly contentType: string;
    readonly maxPixels: number;
    readonly recipes: readonly Recipe[];
  },
) => Promise<Encoding>;

/** Stores a variant, unless its key has one already; returns what is stored there. */
export type PutVariant = (
  key: string,
  image: Pick<EncodedImage, 'bytes' | 'contentType'> & { readonly sha256: string },
) => Promise<Pick<StoredVariant, 'versionId' | 'size' | 'sha256'>>;

/**
 * Records the variants of a file whose pinned version they were made from, unless those of the same recipes are on record
 * already. Returns the record before and after, the same where nothing was recorded.
 */
export type RecordVariants = (
  fileId: string,
  variants: FileVariants,
) => Promise<{
  readonly before: FileRecord | undefined;
  readonly after: FileRecord | undefined;
}>;

/** Makes the stream emit a ready file to make-variants again; with `isLost` the variants on record are forgotten. */
export type AskForVariants = (fileId: string, at: string, isLost: boolean) => Promise<void>;

/** Lists every version of every variant of the object with this key. */
export type ListVariants = (key: string) => Promise<readonly ObjectVersion[]>;

/** Walks every version of every variant, a page at a time. */
export type WalkVariants = (from?: string) => Promise<Walk<ListedVersion>>;
