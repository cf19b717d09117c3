// Which variants are wanted, where they are stored, and what a download serves: rules about records alone.
import { describe, expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import { images } from '../../lambdas/config/presets.ts';
import type { FileRecord, ReadyFile } from '../../lambdas/domain/file.ts';
import { eventsOf } from '../../lambdas/domain/file-events.ts';
import { handOffsOf } from '../../lambdas/domain/hand-offs.ts';
import {
  parsePublicKey,
  publicationTask,
  publicKeysOf,
  publicVariantKeyOf,
  publishedKeyOf,
  showsVariants,
  variantCopiesOf,
} from '../../lambdas/domain/publication.ts';
import { servedObject } from '../../lambdas/domain/served-object.ts';
import { showVariants } from '../../lambdas/domain/shown-variants.ts';
import type { FileVariants, StoredVariant } from '../../lambdas/domain/variant.ts';
import {
  parseVariantKey,
  recipesFor,
  recipesIdOf,
  variantKeyOf,
  variantsPrefixOf,
  variantsStatusOf,
} from '../../lambdas/domain/variants.ts';
import { at, base, pending, ready } from './records.ts';

const collectionOf = (overrides: Parameters<typeof images>[0]) => {
  const { collections } = defineConfig({ collections: { images: images(overrides) } });
  return collections.images;
};
const thumbnails = collectionOf({ variants: { thumbnail: { width: 256 } } });
const larger = collectionOf({ variants: { thumbnail: { width: 512 } } });
const sanitized = collectionOf({ serve: 'sanitized' });
const plain = collectionOf({});
const rules = { collections: { images: thumbnails } };
const publicToken = 'AbCdEfGhIjKlMnOpQrS_-9';

const madeBy = (collection: typeof thumbnails, file: ReadyFile = ready): FileVariants => {
  const recipes = recipesFor(file.contentType, collection);
  const items = recipes.map(
    (recipe): StoredVariant => ({
      name: recipe.name,
      key: variantKeyOf(file, recipe),
      versionId: 'w1',
      contentType: 'image/webp',
      ...{ width: 256, height: 170, size: 9, sha256: 'c2hh' },
    }),
  );
  return { versionId: file.versionId, recipesId: recipesIdOf(recipes), madeAt: at, items };
};
const made: ReadyFile = { ...ready, variants: madeBy(thumbnails) };
const failed: ReadyFile = {
  ...ready,
  variants: { ...madeBy(thumbnails), items: [], failure: 'undecodable' },
};

describe('the recipes of a collection', () => {
  it('apply to images that can be encoded again, and to nothing else', () => {
    expect(recipesFor('image/jpeg', thumbnails).map(({ name }) => name)).toEqual(['thumbnail']);
    expect(recipesFor('image/heic', thumbnails)).toEqual([]);
    expect(recipesFor('application/pdf', sanitized)).toEqual([]);
    expect(recipesFor('image/jpeg', undefined)).toEqual([]);
    expect(recipesFor('image/jpeg', plain)).toEqual([]);
    const three = collectionOf({ variants: { b: { width: 1 }, c: { width: 1 }, a: { width: 1 } } });
    expect(recipesFor('image/jpeg', three).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it('include a copy in full size where sanitized copies are served', () => {
    expect(recipesFor('image/jpeg', sanitized)).toMatchObject([
      { name: 'sanitized', width: 16_383, height: 16_383, fit: 'inside' },
    ]);
  });

  it('recipes have another id after any change, and the same id in any order', () => {
    const one = { variants: { a: { width: 1 }, b: { height: 2 } } };
    const other = { variants: { b: { height: 2 }, a: { width: 1 } } };
    const idOf = (overrides: Parameters<typeof images>[0]) =>
      recipesIdOf(recipesFor('image/png', collectionOf(overrides)));
    expect(idOf(one)).toBe(idOf(other));
    const others = [
      { variants: { a: { width: 1 } } },
      { variants: { a: { width: 2 }, b: { height: 2 } } },
      { variants: { a: { width: 1, quality: 70 }, b: { height: 2 } } },
      { variants: { a: { width: 1, format: 'avif' as const }, b: { height: 2 } } },
      { variants: { a: { width: 1, animated: true }, b: { height: 2 } } },
    ];
    expect(new Set([one, ...others].map(idOf)).size).toBe(others.length + 1);
  });
});

describe('the key of a variant', () => {
  const [recipe] = recipesFor('image/png', thumbnails);
  if (!recipe) throw new Error('There is no recipe.');
  const key = variantKeyOf(ready, recipe);

  it('consists of the prefix, the uuid of the object, the name and a hash', () => {
    expect(key).toMatch(new RegExp(`^variants/${base.id}/thumbnail-[0-9a-f]{16}\\.webp$`));
    expect(key.startsWith(variantsPrefixOf(ready.key))).toBe(true);
  });

  it('the key of a variant differs for another version and for another recipe', () => {
    expect(variantKeyOf({ ...ready, versionId: 'v2' }, recipe)).not.toBe(key);
    expect(variantKeyOf(ready, { ...recipe, quality: 79 })).not.toBe(key);
  });

  it('the key of a variant is parsed into the uuid of its object', () => {
    expect(parseVariantKey(key)).toBe(base.id);
  });

  it.each([
    ['another prefix', key.replace('variants/', 'media0ts/')],
    ['no name', `variants/${base.id}/`],
    ['no slash', `variants/${base.id}`],
    ['no uuid', 'variants/x/thumbnail.webp'],
    ['a further segment', `${key}/x`],
  ])('the key of a variant is not recognised with %s', (_what, other) => {
    expect(parseVariantKey(other)).toBeUndefined();
  });
});

describe('where the making of variants stands', () => {
  it.each<[string, FileRecord, typeof thumbnails, string | undefined]>([
    ['a pending file', pending, thumbnails, undefined],
    ['a ready file without variants', ready, thumbnails, 'preparing'],
    ['a file with its variants', made, thumbnails, 'ready'],
    ['a file whose variants cannot be made', failed, thumbnails, 'failed'],
    ['a file with variants of earlier recipes', made, larger, 'preparing'],
    [
      'a file with variants of another version',
      { ...made, versionId: 'v2' },
      thumbnails,
      'preparing',
    ],
    ['a file of a collection without variants', made, plain, undefined],
  ])('%s: the status of its variants', (_title, file, collection, status) => {
    expect(variantsStatusOf(file, collection)).toBe(status);
  });
});

describe('the request for variants', () => {
  const requestsOf = (before: FileRecord, after: FileRecord, collections = rules.collections) =>
    handOffsOf({ before, after, sequence: '1' }, { collections }).filter(
      ({ queue }) => queue === 'variants',
    );
  const request = {
    fileId: base.id,
    collection: 'images',
    key: base.key,
    versionId: ready.versionId,
    contentType: 'image/png',
  };

  it('follows from the verdict, and from a question of reconcile', () => {
    expect(requestsOf(pending, ready)).toEqual([{ queue: 'variants', request }]);
    const asked = { ...ready, variantsAskedAt: at };
    expect(requestsOf(ready, asked)).toHaveLength(1);
    expect(requestsOf(ready, { ...ready, versionId: 'v2' })).toHaveLength(1);
  });

  it('follows from no other change', () => {
    expect(requestsOf(ready, { ...ready, title: 'x' })).toEqual([]);
    expect(requestsOf(ready, made)).toEqual([]);
    expect(requestsOf(pending, made)).toEqual([]);
    expect(requestsOf(pending, ready, { images: plain })).toEqual([]);
  });
});

describe('the public copies', () => {
  const isPublic = { visibility: 'public', publicToken } as const;
  const [variant] = madeBy(thumbnails).items;
  if (!variant) throw new Error('There is no variant.');
  const publishedVariants = { recipesId: madeBy(thumbnails).recipesId, at };
  const published = { ...made, ...isPublic, publishedAt: at };

  it('the variants of a public file stand beside its copy, under its token', () => {
    const [copy] = variantCopiesOf(published);
    expect(copy).toMatchObject({
      publicKey: `public/${publicToken}/${base.id}/${variant.key.split('/').at(-1)}`,
      key: variant.key,
      versionId: 'w1',
    });
    expect(parsePublicKey(copy?.publicKey ?? '')).toEqual({ id: base.id, publicToken });
  });

  it('a published file is published again once it has variants, and its variants are shown afterwards', () => {
    expect(publicationTask(published, thumbnails)).toMatchObject({ task: 'publish' });
    expect(showVariants(published, 'https://m')?.thumbnail?.url).toBeUndefined();
    const done = { ...published, publishedVariants };
    expect(publicationTask(done, thumbnails)).toBeUndefined();
    expect(showVariants(done, 'https://m')?.thumbnail?.url).toBe(
      `https://m/${publicVariantKeyOf(done, variant)}`,
    );
  });

  it('a published file whose variants could not be made is not published again', () => {
    const variants = { ...madeBy(thumbnails), items: [], failure: 'undecodable' } as const;
    expect(publicationTask({ ...published, variants }, thumbnails)).toBeUndefined();
  });

  it('the keys of a public file are those of its copy and of its variants, with or without a collection', () => {
    const key = expect.stringContaining(`/${base.id}.png`);
    const variantKey = publicVariantKeyOf(published, variant);
    expect(publicKeysOf(published, thumbnails)).toEqual([key, variantKey]);
    expect(publicKeysOf(published, undefined)).toEqual([key, variantKey]);
    expect(publicKeysOf({ ...ready, ...isPublic }, thumbnails)).toEqual([key]);
  });

  it('variants are shown only of a public file that is published with them', () => {
    expect(showsVariants({ ...published, publishedVariants })).toBe(true);
    expect(showsVariants(published)).toBe(false);
    expect(showsVariants({ ...made, ...isPublic, publishedVariants })).toBe(false);
    expect(showsVariants({ ...made, publishedAt: at, publishedVariants })).toBe(false);
    expect(showsVariants({ ...ready, ...isPublic, publishedAt: at })).toBe(false);
  });

  it('a sanitized collection publishes the copy alone, and nothing before there is one', () => {
    const file = { ...ready, ...isPublic };
    expect(publicationTask(file, sanitized)).toBeUndefined();
    const withThumbnail = { ...file, variants: madeBy(thumbnails) };
    expect(publicationTask(withThumbnail, sanitized)).toBeUndefined();
    const copied = { ...file, variants: madeBy(sanitized) };
    expect(publicationTask(copied, sanitized)).toMatchObject({ task: 'publish' });
    const keys = publicKeysOf(copied, sanitized);
    expect(keys).toEqual([expect.stringContaining(`/${base.id}/sanitized-`)]);
    expect(publishedKeyOf({ ...copied, publishedAt: at }, sanitized)).toBeUndefined();
    const { recipesId } = copied.variants;
    expect(
      publishedKeyOf(
        { ...copied, publishedAt: at, publishedVariants: { recipesId, at } },
        sanitized,
      ),
    ).toBe(keys[0]);
  });
});

describe('the event FileVariantsReady', () => {
  const typesOf = (before: FileRecord, after: FileRecord) =>
    eventsOf({ before, after, sequence: '1' }, 'https://m', rules).map(({ type }) => type);
  const isPublic = { visibility: 'public', publicToken } as const;
  const { recipesId } = madeBy(thumbnails);

  it('FileVariantsReady is emitted once, with the variants of a private file', () => {
    expect(typesOf(ready, made)).toEqual(['FileVariantsReady']);
    expect(typesOf(made, { ...made, title: 'x' })).toEqual([]);
    const [event] = eventsOf({ before: ready, after: made, sequence: '1' }, 'https://m', rules);
    expect(event).toMatchObject({ time: at, file: { variants: { thumbnail: { size: 9 } } } });
  });

  it('waits for the publication of a public file', () => {
    const before = { ...ready, ...isPublic, publishedAt: at };
    const after = { ...made, ...isPublic, publishedAt: at };
    expect(typesOf(before, after)).toEqual([]);
    expect(typesOf(after, { ...after, publishedVariants: { recipesId, at } })).toEqual([
      'FileVariantsReady',
    ]);
  });

  it('FileVariantsReady is not emitted where no variants could be made', () => {
    expect(typesOf(ready, failed)).toEqual([]);
  });
});

describe('the content that a download serves', () => {
  const refusal = (state: string, variant = 'thumbnail') =>
    expect.objectContaining({ code: 'variant_not_available', details: { variant, state } });

  it('serves the pinned version unless a variant is asked for', () => {
    const { key, versionId } = ready;
    expect(servedObject(made, thumbnails)).toMatchObject({ key, versionId });
    const [variant] = madeBy(thumbnails).items;
    expect(servedObject(made, thumbnails, 'thumbnail')).toMatchObject({
      ...{ key: variant?.key, versionId: 'w1', contentType: 'image/webp' },
      checksum: { algorithm: 'SHA256', value: 'c2hh', type: 'FULL_OBJECT' },
    });
    expect(servedObject(made, undefined)).toMatchObject({ key, versionId });
  });

  it('says whether a missing variant is prepared, has failed or is never made', () => {
    expect(() => servedObject(ready, thumbnails, 'thumbnail')).toThrow(refusal('preparing'));
    expect(() => servedObject(failed, thumbnails, 'thumbnail')).toThrow(refusal('failed'));
    expect(() => servedObject(failed, larger, 'thumbnail')).toThrow(refusal('preparing'));
    const earlier = { ...ready, isEarlier: true } as const;
    expect(() => servedObject(earlier, thumbnails, 'thumbnail')).toThrow(refusal('none'));
    expect(() => servedObject(ready, plain, 'thumbnail')).toThrow(refusal('none'));
    expect(() => servedObject(made, thumbnails, 'huge')).toThrow(refusal('none', 'huge'));
  });

  it('never serves an original where sanitized copies are served', () => {
    expect(() => servedObject(ready, sanitized)).toThrow(refusal('preparing', 'sanitized'));
    const pdf = { ...ready, contentType: 'application/pdf' };
    expect(() => servedObject(pdf, sanitized)).toThrow(refusal('none', 'sanitized'));
    const copied = { ...ready, variants: madeBy(sanitized) };
    expect(servedObject(copied, sanitized).contentType).toBe('image/webp');
  });
});
