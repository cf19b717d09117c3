// The part of airlock.config.ts about re-encoded copies of images.
import type { VariantRule } from '../domain/variant.ts';
import { filledByName, withDefaults } from '../domain/with-defaults.ts';

/** How one variant of the images of a collection is made. */
export interface VariantInput {
  /** Pixels across, 1 to 4,096. At least one of `width` and `height` is needed; the other side has at most 16,383 pixels. */
  readonly width?: number;
  /** Pixels down, 1 to 4,096. */
  readonly height?: number;
  /**
   * `inside`: the whole picture, scaled down until it fits. `cover`: has exactly the shape of the box, the rest is cut off; needs
   * width and height. A picture is never enlarged: of one that is smaller than the box, the copy is smaller. Default: `inside`.
   */
  readonly fit?: 'cover' | 'inside';
  /** Format of the copy. AVIF is smaller and takes about ten times as long to make. Default: `webp`. */
  readonly format?: 'webp' | 'avif';
  /** 1 to 100. Default: 80 for WebP, 50 for AVIF, which look alike. */
  readonly quality?: number;
  /** Whether every frame of an animated GIF or WebP is kept; otherwise the first one is. WebP only. Default: `false`. */
  readonly animated?: boolean;
  /**
   * Largest copy in bytes, at least 1,024. A copy that is larger is encoded again, with less quality down to 20 and then with fewer
   * pixels, until it fits. Not with `animated`. Default: no limit.
   */
  readonly maxBytes?: number;
}

/** Fills in the defaults. */
export const defineVariants = (
  variants: Readonly<Record<string, VariantInput>> = {},
): Readonly<Record<string, VariantRule>> =>
  filledByName(variants, (variant) => {
    const quality = variant.format === 'avif' ? 50 : 80;
    return withDefaults({ fit: 'inside', format: 'webp', quality, animated: false }, variant);
  });
