// Tests which variants are recorded and which are deleted, whatever a message of make-variants names.
import { beforeEach, expect, it, vi } from 'vitest';
import type { MediaFunctionConfig } from '../lambdas/config/function-config.ts';
import type { FileRecord } from '../lambdas/domain/file.ts';
import type { FileVariants, StoredVariant } from '../lambdas/domain/variant.ts';
import { recipesFor, recipesIdOf, variantsPrefixOf } from '../lambdas/domain/variants.ts';
import { recordVariants } from '../lambdas/record-variants/record-variants.ts';
import { pending, ready } from './domain/records.ts';

const thumbnail = {
  fit: 'inside',
  format: 'webp',
  quality: 80,
  animated: false,
  width: 9,
} as const;
const collection = { variants: { thumbnail } };
const config = { collections: { images: collection } } as unknown as MediaFunctionConfig;
const recipesId = recipesIdOf(recipesFor('image/png', config.collections.images));

const variantAt = (key: string, versionId = 'w1'): StoredVariant => ({
  ...{ name: 'thumbnail', key, versionId, contentType: 'image/webp' },
  ...{ width: 9, height: 9, size: 1, sha256: '' },
});
const own = variantAt(`${variantsPrefixOf(ready.key)}thumbnail-1.webp`);
const foreign = variantAt('variants/00000000-0000-4000-8000-000000000000/thumbnail-1.webp');
const result = { fileId: ready.id, versionId: ready.versionId, recipesId, items: [own] };

let file: FileRecord | undefined;
const deleteVersion = vi.fn(async () => {});
const write = vi.fn(async (_id: string, variants: FileVariants) => ({
  before: file,
  after: { ...ready, variants },
}));
const record = recordVariants({
  config,
  findFile: async () => file,
  recordVariants: write,
  deleteVersion,
  now: () => new Date('2026-11-22T10:02:00.000Z'),
});
beforeEach(() => {
  file = ready;
  vi.clearAllMocks();
});

it('the variants of the pinned version are recorded, and nothing is deleted', async () => {
  expect(await record(result)).toBe('recorded');
  expect(write.mock.calls[0]?.[1]).toMatchObject({ recipesId, items: [own] });
  expect(deleteVersion).not.toHaveBeenCalled();
});

it('the variants of earlier recipes are deleted once those of the present ones are recorded', async () => {
  const earlier = variantAt(`${variantsPrefixOf(ready.key)}thumbnail-0.webp`);
  const variants = { ...result, recipesId: 'earlier', madeAt: ready.readyAt, items: [earlier] };
  file = { ...ready, variants };
  expect(await record(result)).toBe('recorded');
  expect(deleteVersion.mock.calls).toEqual([[earlier, 0, [earlier]]]);
});

it('a failure is recorded as such', async () => {
  expect(await record({ ...result, items: [], failure: 'undecodable' })).toBe('failure_recorded');
});

it('variants of other recipes, or of a file that is not ready, are deleted and not recorded', async () => {
  expect(await record({ ...result, recipesId: 'earlier' })).toBe('overtaken');
  file = pending;
  expect(await record(result)).toBe('overtaken');
  expect(write).not.toHaveBeenCalled();
  expect(deleteVersion).toHaveBeenCalledTimes(2);
});

it('a message that names an object of another file neither records nor deletes that object', async () => {
  expect(await record({ ...result, items: [own, foreign] })).toBe('overtaken');
  expect(write).not.toHaveBeenCalled();
  expect(deleteVersion.mock.calls).toEqual([[own, 0, [own]]]);
});

it('a message about a file without a record deletes nothing', async () => {
  file = undefined;
  expect(await record({ ...result, items: [own, foreign] })).toBe('overtaken');
  expect(deleteVersion).not.toHaveBeenCalled();
});
