// Decoding and encoding: the result is upright and without metadata, and no input takes more than its limits.
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Recipe } from '../lambdas/domain/variant.ts';
import { encodeImage } from '../lambdas/imaging/encode-image.ts';
import { encodeOne, limits, plain, thumbnail } from './encoding.ts';
import { phonePhoto, pictureOf } from './phone-photo.ts';

/** A chunk of a PNG; decoders read it with any checksum that is right. */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A PNG of one colour that says of itself to be this large, with this many rows really in it. */
function bomb(width: number, height: number, rows: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * rows))),
    chunk('IEND', new Uint8Array()),
  ]);
}

describe('encoding', () => {
  it('turns the picture upright before it scales, and never enlarges it', async () => {
    const photo = await phonePhoto(400, 300);
    const whole = { fit: 'inside', width: 4000, height: 4000 } as const;
    expect(await encodeOne(photo, 'image/jpeg', whole)).toMatchObject({ width: 300, height: 400 });
    expect(await encodeOne(photo, 'image/jpeg')).toMatchObject({ width: 64, height: 64 });
    const { width: _width, height: _height, ...rest } = thumbnail;
    const recipes = [{ ...rest, fit: 'inside', width: 150 } as const];
    const encoding = await encodeImage(photo, { ...limits, contentType: 'image/jpeg', recipes });
    expect(encoding).toMatchObject({ images: [{ width: 150, height: 200 }] });
  });

  it.each(['webp', 'avif'] as const)('leaves no metadata in %s', async (format) => {
    const { bytes } = await encodeOne(await phonePhoto(400, 300), 'image/jpeg', { format });
    const { exif, xmp, iptc, icc, orientation, space } = await sharp(bytes).metadata();
    expect({ exif, xmp, iptc, icc, orientation }).toEqual({});
    expect(space).toBe('srgb');
    for (const text of ['GPS', 'A phone', 'Exif', 'http://ns.adobe.com']) {
      expect(Buffer.from(bytes).includes(text)).toBe(false);
    }
  });

  it('keeps the frames of an animation only where the recipe says so and the pixels allow it', async () => {
    const frames = await plain(40, 30, 'red', 'green', 'blue');
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(gif).metadata()).pages).toBe(3);
    const framesOf = async (recipe: Partial<Recipe>, maxPixels = 1_000_000) => {
      const recipes = [{ ...thumbnail, fit: 'inside' as const, ...recipe }];
      const options = { contentType: 'image/gif', maxPixels, recipes };
      const encoding = await encodeImage(gif, options);
      if ('failure' in encoding) throw new Error(encoding.failure);
      expect(encoding.images[0]).toMatchObject({ width: 40, height: 30 });
      return (await sharp(encoding.images[0]?.bytes).metadata()).pages ?? 1;
    };
    expect(await framesOf({})).toBe(1);
    expect(await framesOf({ animated: true })).toBe(3);
    expect(await framesOf({ animated: true }, 40 * 30 * 2)).toBe(1);
  });
});

describe('hostile images', () => {
  it('a picture of too many pixels is not decoded', async () => {
    const options = { ...limits, maxPixels: 100_000_000 };
    expect(await encodeImage(bomb(50_000, 50_000, 1), options)).toEqual({
      failure: 'too_many_pixels',
    });
    expect(await encodeImage(bomb(1_001, 1_000, 1_000), limits)).toEqual({
      failure: 'too_many_pixels',
    });
    expect(await encodeImage(bomb(1_000, 1_000, 1_000), limits)).toHaveProperty('images');
  });

  it.each([
    ['a truncated PNG', 'image/png', () => pictureOf('fixture.png').subarray(0, 20_000)],
    ['a truncated JPEG', 'image/jpeg', () => pictureOf('fixture.jpg').subarray(0, 30_000)],
    ['a PNG with fewer rows than it says', 'image/png', () => bomb(900, 900, 3)],
    ['nothing', 'image/png', () => new Uint8Array()],
    ['text', 'image/png', () => Buffer.from('not a picture')],
    ['a picture of another type', 'image/png', () => pictureOf('fixture.jpg')],
  ])('%s cannot be decoded', async (_title, contentType, source) => {
    expect(await encodeImage(source(), { ...limits, contentType })).toEqual({
      failure: 'undecodable',
    });
  });

  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ['a raw dump', 'P6 1 1 255\n\0\0\0'],
  ])('%s is decoded by nothing, whatever it was judged to be', async (_title, source) => {
    for (const contentType of ['image/png', 'image/svg+xml', 'image/jpeg']) {
      expect(await encodeImage(Buffer.from(source), { ...limits, contentType })).toEqual({
        failure: 'undecodable',
      });
    }
  });
});
