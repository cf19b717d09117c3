// Configurations of variants that are wrong: the synth stops, and names the field.
import { describe, expect, it } from 'vitest';
import { type CollectionInput, defineConfig } from '../../lambdas/config/config.ts';
import { documents, images, videos } from '../../lambdas/config/presets.ts';
import type { VariantInput } from '../../lambdas/config/variants-config.ts';
import { ConfigError } from '../../lib/config-error.ts';
import { validateConfig } from '../../lib/validate-config.ts';

/** What the synth prints about this collection; nothing where it is right. */
function answerTo(collection: CollectionInput): string {
  try {
    validateConfig(defineConfig({ collections: { photos: collection } }), 'airlock.config.ts');
    return '';
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

const withName = (name: string) => images({ variants: { [name]: { width: 1 } } });
const withVariant = (variant: object) =>
  images({ variants: { tile: { width: 64, height: 64, ...variant } as VariantInput } });

describe('the names of variants', () => {
  it.each(['tile', 'a', 'constructor', 'tostring', 'x-2', `a${'b'.repeat(31)}`])(
    'a variant may be called %s',
    (name) => {
      expect(answerTo(withName(name))).toBe('');
    },
  );

  it.each(['', 'Tile', '2x', 'a_b', 'a/b', 'a.b', ' a', 'ä', 'sanitized', `a${'b'.repeat(32)}`])(
    'no variant may be called "%s"',
    (name) => {
      expect(answerTo(withName(name))).toContain('collections.photos.variants');
    },
  );
});

describe('the fields of a variant', () => {
  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e9, 4_097, '64', null])(
    'a width or height of %s is refused',
    (side) => {
      expect(answerTo(withVariant({ width: side }))).toContain('variants.tile.width');
      expect(answerTo(withVariant({ height: side }))).toContain('variants.tile.height');
    },
  );

  it.each([
    ['fit', { fit: 'fill' }],
    ['fit', { fit: 'cover', height: undefined }],
    ['width', { width: undefined, height: undefined }],
    ['format', { format: 'jpeg' }],
    ['quality', { quality: 0 }],
    ['quality', { quality: 101 }],
    ['animated', { animated: true, format: 'avif' }],
    ['maxBytes', { maxBytes: 1023 }],
    ['maxBytes', { maxBytes: 20_000, animated: true }],
    ['blur', { blur: 3 }],
  ])('%s is named where the variant has %o', (field, wrong) => {
    expect(answerTo(withVariant(wrong))).toContain(`variants.tile.${field}`);
  });

  it('a limit of bytes is right for a single picture of either format', () => {
    expect(answerTo(withVariant({ maxBytes: 1024 }))).toBe('');
    expect(answerTo(withVariant({ maxBytes: 20_000, format: 'avif' }))).toBe('');
  });
});

describe('the collection around variants', () => {
  const variants = { tile: { width: 64 } };

  it.each([
    ['documents', documents({ variants })],
    ['videos', videos({ variants })],
    ['HEIC alone', images({ types: ['image/heic'], variants })],
  ])('variants of a collection that takes %s are refused, since none would be made', (_, wrong) => {
    expect(answerTo(wrong)).toContain('collections.photos.variants is given');
  });

  it('variants of a collection that takes pictures among others are right', () => {
    expect(answerTo(documents({ types: ['application/pdf', 'image/png'], variants }))).toBe('');
    expect(answerTo(documents({ variants: {} }))).toBe('');
  });

  it('nine variants are refused', () => {
    const nine = Object.fromEntries([...'abcdefghi'].map((name) => [name, { width: 1 }]));
    expect(answerTo(images({ variants: nine }))).toContain('at most 8 variants');
  });

  it('more pixels or bytes than the function decodes are refused', () => {
    const image = { maxPixels: 100_000_001 };
    expect(answerTo(images({ variants, image }))).toContain('photos.image.maxPixels');
    const maxBytes = 100 * 1024 ** 2 + 1;
    expect(answerTo(images({ serve: 'sanitized', maxBytes }))).toContain('photos.maxBytes');
  });

  it('sanitized copies of types that are not encoded again are refused', () => {
    expect(answerTo(documents({ serve: 'sanitized' }))).toContain('photos.serve');
  });
});
