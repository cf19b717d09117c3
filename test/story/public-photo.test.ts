// A photograph with the place where it was taken, in the public collection of the shipped configuration: nothing public holds it.
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { phonePhoto } from '../phone-photo.ts';
import { addresses, alice, call, getFile, uploaded } from './api.ts';
import { publicCopiesOf } from './behind.ts';

/** The latitude of Greenwich as EXIF stores it: three fractions of 32 bits each (EXIF 2.32 §4.6.6), in the order of TIFF's `MM`. */
const latitude = Buffer.from(new Uint32Array([51, 1, 28, 1, 40, 1]).buffer).swap32();

it('nothing of a public avatar that everyone can read holds the place where the photograph was taken', async () => {
  const photo = Buffer.from(await phonePhoto());
  expect(photo.includes(latitude)).toBe(true);
  const claim = { collection: 'avatars', filename: 'me.jpg', contentType: 'image/jpeg' };
  const { id, image } = await uploaded(claim, new Uint8Array(photo));
  expect(image?.hasGps).toBe(true);
  const shownAt = async () => {
    const { url, variants = {} } = await getFile(id);
    return [url, ...Object.values(variants).map((variant) => variant.url)].filter(
      (address) => address !== undefined,
    );
  };
  await expect.poll(async () => (await shownAt()).length).toBe(4);
  const link = await call('POST', `/files/${id}/links`, {
    token: alice,
    body: { expiresInSeconds: 60 },
  });
  const copies = await publicCopiesOf(id);
  const readable = [
    ...(await shownAt()),
    ...copies.map((key) => `${addresses.cdn}/${key}`),
    link.body.url,
  ];
  for (const address of readable) {
    const response = await fetch(address);
    expect(response.status, address).toBe(200);
    const bytes = Buffer.from(await response.arrayBuffer());
    const { exif, xmp, width = 0, height = 0 } = await sharp(bytes).metadata();
    expect({ exif, xmp }, address).toEqual({});
    expect(bytes.includes(latitude), address).toBe(false);
    expect(bytes.includes('Exif'), address).toBe(false);
    expect(height, address).toBeGreaterThanOrEqual(width);
  }
});

it('the thumbnail of a public avatar has at most 20 KB, even of noise, which nothing compresses', async () => {
  const grain = { type: 'gaussian', mean: 128, sigma: 90 } as const;
  const noise = await sharp({
    create: { width: 300, height: 300, channels: 3, background: 'grey', noise: grain },
  })
    .jpeg({ quality: 95 })
    .toBuffer();
  const claim = { collection: 'avatars', filename: 'noise.jpg', contentType: 'image/jpeg' };
  const { id } = await uploaded(claim, new Uint8Array(noise));
  await expect.poll(async () => (await getFile(id)).variants?.thumbnail?.url).toBeTypeOf('string');
  const { thumbnail, large } = (await getFile(id)).variants ?? {};
  const bytes = await (await fetch(thumbnail?.url ?? '')).arrayBuffer();
  expect(bytes.byteLength).toBe(thumbnail?.size);
  expect(bytes.byteLength).toBeLessThanOrEqual(20_000);
  // The limit is that of the thumbnail alone.
  expect(large?.size).toBeGreaterThan(20_000);
});
