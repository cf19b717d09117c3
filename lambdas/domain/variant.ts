// The types of variants: how one is made, how it is stored, and what a record stores of them.

/** How one variant is made. */
export interface VariantRule {
  /** Pixels; absent where only the height counts. */
  readonly width?: number;
  readonly height?: number;
  /** `inside`: the whole picture, within the box. `cover`: fills the box; the rest is cut off. */
  readonly fit: 'cover' | 'inside';
  readonly format: 'webp' | 'avif';
  /** 1 to 100. */
  readonly quality: number;
  /** Bytes; a copy that is larger is encoded again with less quality, and then with fewer pixels. */
  readonly maxBytes?: number;
  /** Whether every frame of an animation is kept; otherwise the first one is. */
  readonly animated: boolean;
}

/** A variant that a collection wants, by its name. */
export interface Recipe extends VariantRule {
  readonly name: string;
}

/** A variant that is stored. */
export interface StoredVariant {
  readonly name: string;
  readonly key: string;
  /** The version of that key. */
  readonly versionId: string;
  readonly contentType: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the variant in base64, as S3 writes it. */
  readonly sha256: string;
}

/** Why no variant of a file can be made; a repetition has the same result. */
export type VariantFailure = 'too_large' | 'too_many_pixels' | 'undecodable' | 'too_slow';

/** The variants of a file as its record has them: all that were wanted, or why there are none. */
export interface FileVariants {
  /** The version that they were made from. */
  readonly versionId: string;
  /** The id of the set of recipes by which they were made. */
  readonly recipesId: string;
  /** ISO time. */
  readonly madeAt: string;
  readonly items: readonly StoredVariant[];
  readonly failure?: VariantFailure | undefined;
}
