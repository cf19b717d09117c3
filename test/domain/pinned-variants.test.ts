// Only the variants of the pinned version are those of the file.
import { expect, it } from 'vitest';
import type { StoredVariant } from '../../lambdas/domain/variant.ts';
import { variantsOf } from '../../lambdas/domain/variants.ts';
import { at, ready } from './records.ts';

const thumbnail: StoredVariant = {
  ...{ name: 'thumbnail', key: 'variants/a/thumbnail-1.webp', versionId: 'w1' },
  ...{ contentType: 'image/webp', width: 256, height: 170, size: 9, sha256: 'c2hh' },
};

it('variants of a version that is no longer pinned are not those of the file', () => {
  const made = { recipesId: 'r1', madeAt: at, items: [thumbnail] };
  expect(variantsOf({ ...ready, variants: { ...made, versionId: ready.versionId } })).toEqual([
    thumbnail,
  ]);
  expect(variantsOf({ ...ready, variants: { ...made, versionId: 'v0' } })).toEqual([]);
});
