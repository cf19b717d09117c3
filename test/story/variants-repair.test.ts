// Variants that went wrong: doubled requests leave nothing behind, and reconcile makes missing variants and deletes stray ones.
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, inject, it } from 'vitest';
import type { ReadyFile } from '../../lambdas/domain/file.ts';
import { pictureOf } from '../phone-photo.ts';
import { getFile, uploaded } from './api.ts';
import { putItem, recordOf, s3, variantVersionsOf } from './behind.ts';
import { remove } from './file-calls.ts';
import { ask, invoke, nothingFailed, queued } from './invoke.ts';

const { mediaBucket } = inject('addresses');
const claim = { collection: 'images', filename: 'p.png', contentType: 'image/png' };

const readyRecordOf = async (id: string) => unmarshall(await recordOf(id)) as ReadyFile;

async function uploadedWithVariants(): Promise<ReadyFile> {
  const { id } = await uploaded(claim, pictureOf('fixture.png'));
  await expect.poll(async () => (await getFile(id)).variantsStatus).toBe('ready');
  return readyRecordOf(id);
}

describe('a doubled request for variants', () => {
  it('leaves the variants of the first one and no others', async () => {
    const { id, collection, key, versionId, contentType, variants } = await uploadedWithVariants();
    const request = { fileId: id, collection, key, versionId, contentType };
    expect(await invoke('MakeVariants', queued(request))).toEqual(nothingFailed);
    await expect.poll(() => variantVersionsOf(id)).toHaveLength(2);
    const kept = variants?.items.map((item) => item.versionId).sort();
    expect((await variantVersionsOf(id)).sort()).toEqual(kept);
    expect((await readyRecordOf(id)).variants).toEqual(variants);
  });
});

it('a request for variants of a version that is gone changes nothing, and is not repeated', async () => {
  const { id, collection, key, contentType, variants } = await uploadedWithVariants();
  const request = { fileId: id, collection, key, versionId: '0'.repeat(32), contentType };
  expect(await invoke('MakeVariants', queued(request))).toEqual(nothingFailed);
  expect((await readyRecordOf(id)).variants).toEqual(variants);
});

it('variants that are reported of a file that was deleted in between are deleted', async () => {
  const { id, versionId, variants } = await uploadedWithVariants();
  const [item] = variants?.items ?? [];
  if (!variants || !item) expect.fail('The picture has no variants.');
  await remove(id);
  await expect.poll(() => variantVersionsOf(id)).toEqual([]);
  const late = { Bucket: mediaBucket, Key: item.key, Body: 'late' };
  const { VersionId = '' } = await s3.send(new PutObjectCommand(late));
  const { recipesId } = variants;
  const result = { fileId: id, versionId, recipesId, items: [{ ...item, versionId: VersionId }] };
  expect(await invoke('RecordVariants', queued(result))).toEqual(nothingFailed);
  expect(await variantVersionsOf(id)).toEqual([]);
});

describe('reconciling variants', () => {
  it('makes missing and lost ones, and deletes those that no record names', async () => {
    const lost = await uploadedWithVariants();
    for (const { key, versionId } of lost.variants?.items ?? []) {
      const version = { Bucket: mediaBucket, Key: key, VersionId: versionId };
      await s3.send(new DeleteObjectCommand(version));
    }
    const missing = await uploadedWithVariants();
    const { variants: _variants, ...item } = await recordOf(missing.id);
    const readyAt = { S: new Date(Date.now() - 2 * 3_600_000).toISOString() };
    await putItem({ ...item, readyAt });
    const strays = await variantVersionsOf(missing.id);
    await ask({ kind: 'age', part: `variants/${missing.id}`, seconds: 2 * 3600 });

    const { findings } = await invoke('Reconcile', { repair: true });
    expect(findings).toMatchObject({
      stray_variant: expect.any(Number),
      missing_variants: expect.any(Number),
      lost_variants: expect.any(Number),
    });
    for (const { id } of [lost, missing]) {
      await expect.poll(async () => (await getFile(id)).variantsStatus).toBe('ready');
      const stored =
        (await readyRecordOf(id)).variants?.items.map(({ versionId }) => versionId) ?? [];
      await expect.poll(async () => (await variantVersionsOf(id)).sort()).toEqual(stored.sort());
    }
    expect(await variantVersionsOf(missing.id)).not.toEqual(expect.arrayContaining(strays));
  });
});
