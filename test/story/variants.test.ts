// Re-encoded copies of images: made after the verdict, upright and without metadata, served, replaced and deleted with the file.
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { File } from '../../lambdas/http/contract.ts';
import type { Variant } from '../../lambdas/http/variant-contract.ts';
import { phonePhoto, pictureOf } from '../phone-photo.ts';
import { addresses, alice, bob, call, getFile, uploaded } from './api.ts';
import { publicCopiesOf, variantVersionsOf } from './behind.ts';
import { remove } from './file-calls.ts';

const photo = await phonePhoto();
const jpeg = { filename: 'harbour.jpg', contentType: 'image/jpeg' };
const statusOf = async (url: string) => (await fetch(url)).status;
const download = (id: string, query: string, token = alice) =>
  call('GET', `/files/${id}/download${query}`, { token, headers: { accept: 'application/json' } });

/** The file once the making of its variants has ended. */
async function withVariants(id: string, token = alice): Promise<File> {
  await expect.poll(async () => (await getFile(id, token)).variantsStatus).not.toBe('preparing');
  return getFile(id, token);
}

const uploadedWithVariants = async (claim: object, bytes: Uint8Array<ArrayBuffer>) =>
  withVariants((await uploaded(claim, bytes)).id);

async function bytesAt(url: string): Promise<{ bytes: Buffer; response: Response }> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  return { bytes: Buffer.from(await response.arrayBuffer()), response };
}

const metadataOf = async (bytes: Uint8Array) => {
  const { format, width, height, orientation, exif, xmp, iptc, icc, pages } =
    await sharp(bytes).metadata();
  return { format, width, height, orientation, exif, xmp, iptc, icc, pages };
};
const bare = {
  ...{ orientation: undefined, exif: undefined, xmp: undefined, iptc: undefined, icc: undefined },
  ...{ pages: undefined },
};

/** How bright the picture is in each of its parts, to see which way up it is. */
async function brightness(bytes: Uint8Array): Promise<readonly number[]> {
  const { data } = await sharp(bytes)
    .resize(8, 8, { fit: 'fill' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data];
}

/** How much two pictures differ, in their parts. */
async function distance(one: Uint8Array, other: Uint8Array): Promise<number> {
  const others = await brightness(other);
  return (await brightness(one)).reduce(
    (sum, value, index) => sum + Math.abs(value - (others[index] ?? 0)),
    0,
  );
}

describe('variants of a private picture', () => {
  it('a photograph of a phone has an upright thumbnail of at most 20 KB without metadata, behind a signed link', async () => {
    expect(await metadataOf(photo)).toMatchObject({ width: 1600, height: 1200, orientation: 6 });
    const file = await uploadedWithVariants({ collection: 'images', ...jpeg }, photo);
    expect(file.image).toMatchObject({ orientation: 6, hasGps: true });
    expect(file.variantsStatus).toBe('ready');
    expect(file.variants).toEqual({
      thumbnail: expect.objectContaining({ contentType: 'image/webp', width: 256, height: 256 }),
      large: expect.objectContaining({ contentType: 'image/webp', width: 1200, height: 1600 }),
    });
    expect(file.variants?.thumbnail?.size).toBeLessThanOrEqual(20 * 1024);
    expect(file.variants?.thumbnail?.url).toBeUndefined();

    const { body } = await download(file.id, '?variant=large');
    const { bytes, response } = await bytesAt(body.url);
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(response.headers.get('content-disposition')).toBe('inline; filename=harbour.webp');
    expect(bytes.byteLength).toBe(file.variants?.large?.size);
    expect(await metadataOf(bytes)).toEqual({ format: 'webp', width: 1200, height: 1600, ...bare });
    const upright = await sharp(photo).autoOrient().toBuffer();
    const upsideDown = await sharp(upright).rotate(180).toBuffer();
    expect(await distance(bytes, upright)).toBeLessThan((await distance(bytes, upsideDown)) / 4);
    expect(body.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('a caller who may not read the file gets no variant of it either', async () => {
    const { id } = await uploadedWithVariants({ collection: 'images', ...jpeg }, photo);
    expect((await download(id, '?variant=thumbnail', bob)).status).toBe(404);
  });

  it('several thumbnails are signed by one request, and a file without any has its own problem', async () => {
    const first = await uploadedWithVariants({ collection: 'images', ...jpeg }, photo);
    const text = { collection: 'documents', filename: 'n.txt', contentType: 'text/plain' };
    const note = await uploaded(text, 'no picture');
    expect(note.variantsStatus).toBeUndefined();
    const { status, body } = await call('POST', '/downloads', {
      token: alice,
      body: { ids: [first.id, note.id], variant: 'thumbnail' },
    });
    expect(status).toBe(207);
    expect(await statusOf(body.results[0]?.url ?? '')).toBe(200);
    expect(body.results[1]?.problem).toMatchObject({
      code: 'variant_not_available',
      variant: 'thumbnail',
      state: 'none',
    });
  });

  it('the list shows the variants', async () => {
    const { id } = await uploadedWithVariants({ collection: 'images', ...jpeg }, photo);
    const { body } = await call('GET', '/files?collection=images&limit=5', { token: alice });
    const listed = body.files.find((file: File) => file.id === id);
    expect(Object.keys(listed?.variants ?? {}).sort()).toEqual(['large', 'thumbnail']);
  });

  it('a deleted file takes its variants with it', async () => {
    const { id } = await uploadedWithVariants({ collection: 'images', ...jpeg }, photo);
    const { body } = await download(id, '?variant=thumbnail');
    expect(await variantVersionsOf(id)).toHaveLength(2);
    await remove(id);
    await expect.poll(() => variantVersionsOf(id)).toEqual([]);
    expect(await statusOf(body.url)).toBe(403);
  });
});

describe('variants of a public picture', () => {
  const avatar = { collection: 'portraits', ...jpeg };
  const urlsOf = (file: File): string[] =>
    Object.values(file.variants ?? {}).flatMap(({ url }: Variant) => url ?? []);
  const publishedWithVariants = async (claim: object): Promise<File> => {
    const { id } = await uploaded(claim, photo);
    await expect.poll(async () => urlsOf(await getFile(id))).toHaveLength(2);
    return getFile(id);
  };

  it('the variants of a public file are on the CDN beside it, cacheable for a year, and disappear with it', async () => {
    const file = await publishedWithVariants(avatar);
    const [large = '', thumbnail = ''] = urlsOf(file);
    expect(thumbnail.startsWith(`${addresses.cdn}/public/`)).toBe(true);
    const { bytes, response } = await bytesAt(thumbnail);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-type')).toBe('image/webp');
    expect(await metadataOf(bytes)).toEqual({ format: 'webp', width: 256, height: 256, ...bare });
    expect(await publicCopiesOf(file.id)).toHaveLength(3);
    await remove(file.id);
    for (const url of [file.url ?? '', large, thumbnail]) {
      await expect.poll(() => statusOf(url)).toBe(403);
    }
    await expect.poll(() => publicCopiesOf(file.id)).toEqual([]);
  });

  it('a picture that is made private takes its variants from the CDN and still has them', async () => {
    const file = await publishedWithVariants(avatar);
    await call('PATCH', `/files/${file.id}`, { token: alice, body: { visibility: 'private' } });
    for (const url of urlsOf(file)) await expect.poll(() => statusOf(url)).toBe(403);
    const now = await getFile(file.id);
    expect(urlsOf(now)).toEqual([]);
    expect(Object.keys(now.variants ?? {})).toHaveLength(2);
    await call('PATCH', `/files/${file.id}`, { token: alice, body: { visibility: 'public' } });
    await expect.poll(async () => urlsOf(await getFile(file.id))).toHaveLength(2);
  });

  it('a replaced picture has variants of its own, and those of the old one are gone', async () => {
    const old = await publishedWithVariants(avatar);
    const next = await publishedWithVariants({ ...avatar, replaces: old.id });
    for (const url of urlsOf(old)) {
      expect(urlsOf(next)).not.toContain(url);
      await expect.poll(() => statusOf(url)).toBe(403);
    }
  });
});

describe('formats', () => {
  it.each([
    ['fixture.png', 'image/png', 200, 133],
    ['fixture.gif', 'image/gif', 200, 133],
    ['fixture.webp', 'image/webp', 200, 133],
    ['fixture.apng', 'image/png', 100, 100],
  ])('variants of %s are made', async (filename, contentType, width, height) => {
    const claim = { collection: 'images', filename, contentType };
    const file = await uploadedWithVariants(claim, pictureOf(filename));
    expect(file.variantsStatus).toBe('ready');
    expect(file.variants?.large).toMatchObject({ width, height });
  });

  it('variants of an AVIF image are made', async () => {
    const avif = new Uint8Array(await sharp(pictureOf('fixture.jpg')).avif().toBuffer());
    const claim = { collection: 'images', filename: 'a.avif', contentType: 'image/avif' };
    const file = await uploadedWithVariants(claim, avif);
    expect(file.variants?.large).toMatchObject({ width: 200, height: 133 });
  });

  it('a picture that no decoder can read stays ready, and its variants have failed', async () => {
    // Its chunks are as they have to be; what is compressed inside is not.
    const broken = pictureOf('fixture.png');
    broken.fill(0x55, 2_000, 30_000);
    const claim = { collection: 'images', filename: 'b.png', contentType: 'image/png' };
    const { id, status, verdict } = await uploaded(claim, broken);
    expect(status, JSON.stringify(verdict)).toBe('ready');
    const file = await withVariants(id);
    expect(file).toMatchObject({ status: 'ready', variantsStatus: 'failed' });
    expect(file.variants).toBeUndefined();
    expect((await download(id, '?variant=thumbnail')).body).toMatchObject({
      code: 'variant_not_available',
      state: 'failed',
    });
    expect((await download(id, '')).status).toBe(200);
  });
});

describe('a collection that serves sanitized copies', () => {
  const passport = { collection: 'passports', ...jpeg };

  it('a picture is served in full size without its metadata, at its address, by its links and as a download', async () => {
    const { id } = await uploaded(passport, photo);
    await expect.poll(async () => (await getFile(id)).url).toBeTypeOf('string');
    const { url = '' } = await getFile(id);
    const link = await call('POST', `/files/${id}/links`, {
      token: alice,
      body: { expiresInSeconds: 60 },
    });
    const followed = await fetch(link.body.url, { redirect: 'manual' });
    const { body } = await download(id, '');
    for (const each of [url, followed.headers.get('location') ?? '', body.url]) {
      const { bytes, response } = await bytesAt(each);
      expect(response.headers.get('content-type')).toBe('image/webp');
      expect(response.headers.get('content-disposition')).toBe('inline; filename=harbour.webp');
      expect(await metadataOf(bytes)).toEqual({
        ...{ format: 'webp', width: 1200, height: 1600 },
        ...bare,
      });
    }
    expect(await publicCopiesOf(id)).toHaveLength(1);
  });

  it('the uploaded bytes of a picture of which no copy could be made are never served', async () => {
    const broken = pictureOf('fixture.png');
    broken.fill(0x55, 2_000, 30_000);
    const claim = { collection: 'passports', filename: 'b.png', contentType: 'image/png' };
    const file = await uploadedWithVariants(claim, broken);
    expect(file).toMatchObject({ status: 'ready', variantsStatus: 'failed' });
    expect(await download(file.id, '')).toMatchObject({
      status: 409,
      body: { code: 'variant_not_available', variant: 'sanitized', state: 'failed' },
    });
    expect(file.url).toBeUndefined();
    expect(await publicCopiesOf(file.id)).toEqual([]);
    // Nor does a link, whose only use stays what it was.
    const link = await call('POST', `/files/${file.id}/links`, {
      token: alice,
      body: { expiresInSeconds: 60, maxUses: 1 },
    });
    const { pathname } = new URL(link.body.url);
    for (const _attempt of [1, 2]) {
      expect(await call('GET', pathname)).toMatchObject({
        status: 409,
        body: { code: 'variant_not_available' },
      });
    }
  });
});
