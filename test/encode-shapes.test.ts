// The shape, size, frames and colours of encoded copies.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Recipe } from '../lambdas/domain/variant.ts';
import { encodeImage } from '../lambdas/imaging/encode-image.ts';
import { encodeOne, limits, plain, thumbnail } from './encoding.ts';
import { pictureOf } from './phone-photo.ts';

/** An AVIF with two pictures of 32 × 24 pixels, a blue one and a red one, of which the red one is the primary one. */
const twoPictures = Buffer.from(
  [
    'AAAAKGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZmF2aWZtaWYxbWlhZgAAAVttZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA',
    'AAAAAAAAAAAAAA5waXRtAAAAAAACAAAANGlsb2MAAAAAREAAAgABAAAAAAGLAAEAAAAAAAAAHQACAAAAAAGoAAEAAAAAAAAAHgAAADhp',
    'aW5mAAAAAAACAAAAFWluZmUCAAAAAAEAAGF2MDEAAAAAFWluZmUCAAAAAAIAAGF2MDEAAAAAtGlwcnAAAACOaXBjbwAAABNjb2xybmNs',
    'eAACAAIABoAAAAAMYXYxQ4EADAAAAAAUaXNwZQAAAAAAAAAgAAAAGAAAABBwaXhpAAAAAAMICAgAAAATY29scm5jbHgAAgACAAaAAAAA',
    'DGF2MUOBAAwAAAAAFGlzcGUAAAAAAAAAIAAAABgAAAAQcGl4aQAAAAADCAgIAAAAHmlwbWEAAAAAAAAAAgABBIGCA4QAAgSFhgeIAAAA',
    'Q21kYXQSAAoGGBE/dgQgMhEYAAooooQAAuXX0cm1jd0IjBIACgYYET92BCAyEhgACiiihAAC5dkjBttefoW3gA==',
  ].join(''),
  'base64',
);

/** Colours at random, which nothing can compress well. */
const noise = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: 'grey',
      noise: { type: 'gaussian', mean: 128, sigma: 90 },
    },
  })
    .png()
    .toBuffer();

describe('the size of a copy', () => {
  it.each([
    ['smaller than the box', 100, 60, { width: 60, height: 60 }],
    ['lower than the box', 400, 50, { width: 50, height: 50 }],
    ['a line', 300, 1, { width: 1, height: 1 }],
    ['larger than the box', 100, 65, { width: 64, height: 64 }],
  ])(
    'a covering copy of a picture that is %s is as square as its box',
    async (_, width, height, size) => {
      const [source = expect.fail()] = await plain(width, height, 'red');
      expect(await encodeOne(source, 'image/png')).toMatchObject(size);
    },
  );

  it('a covering copy of a smaller picture has the shape of a box that is no square', async () => {
    const [source = expect.fail()] = await plain(40, 40, 'red');
    expect(await encodeOne(source, 'image/png', { width: 128, height: 64 })).toMatchObject({
      width: 40,
      height: 20,
    });
  });

  it.each(['webp', 'avif'] as const)(
    'a side that is not configured has at most 16,383 pixels in %s, so that long screenshots have copies',
    async (format) => {
      const { height: _height, ...byWidth } = thumbnail;
      const { width: _width, ...byHeight } = thumbnail;
      const whole = { fit: 'inside', format } as const;
      const [tall = expect.fail()] = await plain(8, 20_000, 'red');
      const [wide = expect.fail()] = await plain(20_000, 2, 'red');
      const encodingOf = (source: Uint8Array, recipe: Recipe) =>
        encodeImage(source, { ...limits, recipes: [recipe] });
      expect(await encodingOf(tall, { ...byWidth, ...whole })).toMatchObject({
        images: [{ width: 7, height: 16_383 }],
      });
      expect(await encodingOf(wide, { ...byHeight, ...whole })).toMatchObject({
        images: [{ width: 16_383, height: 2 }],
      });
    },
  );

  it.each([
    ['WebP', 'webp', 256, 20_000],
    ['WebP', 'webp', 256, 1_024],
    ['AVIF', 'avif', 64, 1_024],
  ] as const)(
    'noise in %s (%s of %i pixels a side) has at most the %i bytes of its recipe',
    async (_, format, side, maxBytes) => {
      const recipe = { width: side, height: side, format, quality: 90 } as const;
      const source = await noise(300, 300);
      const free = await encodeOne(source, 'image/png', recipe);
      expect(free.bytes.byteLength).toBeGreaterThan(maxBytes);
      const { bytes, width, height } = await encodeOne(source, 'image/png', {
        ...recipe,
        maxBytes,
      });
      expect(bytes.byteLength).toBeLessThanOrEqual(maxBytes);
      expect(await sharp(bytes).metadata()).toMatchObject({ width, height });
      expect(width).toBe(height);
    },
  );

  it('a copy within the bytes of its recipe is the same as without a limit, and keeps transparency', async () => {
    const source = await sharp({
      create: {
        width: 80,
        height: 80,
        channels: 4,
        background: { r: 9, g: 90, b: 200, alpha: 0.5 },
      },
    })
      .png()
      .toBuffer();
    const limited = await encodeOne(source, 'image/png', { maxBytes: 20_000 });
    expect(limited).toEqual(await encodeOne(source, 'image/png'));
    expect((await sharp(limited.bytes).stats()).isOpaque).toBe(false);
  });
});

describe('pictures that have more than one frame, or more than one picture', () => {
  const whole = { fit: 'inside', animated: true, width: 4_000, height: 4_000 } as const;
  const pagesOf = async (bytes: Uint8Array) => (await sharp(bytes).metadata()).pages ?? 1;
  const colourOf = async (bytes: Uint8Array) => (await sharp(bytes).stats()).dominant;

  it('an animation that has to be turned is its first frame, upright', async () => {
    const frames = await plain(40, 30, 'red', 'blue');
    const webp = await sharp(frames, { join: { animated: true } })
      .withMetadata({ orientation: 6 })
      .webp()
      .toBuffer();
    expect(await sharp(webp).metadata()).toMatchObject({ pages: 2, orientation: 6 });
    const { bytes, ...size } = await encodeOne(webp, 'image/webp', whole);
    expect(size).toMatchObject({ width: 30, height: 40 });
    expect(await pagesOf(bytes)).toBe(1);
    expect((await colourOf(bytes)).r).toBeGreaterThan(200);
  });

  it('of an AVIF with several pictures only the primary one is copied', async () => {
    expect((await sharp(twoPictures).metadata()).pages).toBe(2);
    for (const recipe of [whole, { ...whole, animated: false }]) {
      const { bytes, ...size } = await encodeOne(twoPictures, 'image/avif', recipe);
      expect(size).toMatchObject({ width: 32, height: 24 });
      expect(await pagesOf(bytes)).toBe(1);
      expect((await colourOf(bytes)).r).toBeGreaterThan(200);
    }
  });

  it.each(['avis', 'MA1B', 'msf1'])('an AVIF of the major brand %s has copies', async (brand) => {
    const source = Buffer.from(twoPictures);
    source.write(brand, 8);
    const { bytes } = await encodeOne(source, 'image/avif', whole);
    expect((await colourOf(bytes)).r).toBeGreaterThan(200);
    // The bytes that were read stay as they are.
    expect(source.toString('latin1', 8, 12)).toBe(brand);
  });

  it('of an animated PNG the first picture is copied', async () => {
    const { bytes } = await encodeOne(pictureOf('fixture.apng'), 'image/png', whole);
    expect(await pagesOf(bytes)).toBe(1);
  });
});

describe('colours', () => {
  const red = () => sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } });

  it('a picture with a colour profile has the same colours without it', async () => {
    const [source = expect.fail()] = await plain(40, 30, '#c83232');
    const p3 = await sharp(source).withIccProfile('p3').jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(p3).metadata()).icc).toBeDefined();
    // The numbers of the same colour are others in Display P3 than in sRGB.
    const { bytes } = await encodeOne(p3, 'image/jpeg', { quality: 100 });
    const { channels } = await sharp(bytes).stats();
    const means = channels.map(({ mean }) => mean);
    for (const [index, value] of [200, 50, 50].entries()) {
      expect(Math.abs((means[index] ?? 0) - value)).toBeLessThan(6);
    }
    expect((await sharp(bytes).metadata()).icc).toBeUndefined();
  });

  it.each([
    ['CMYK', () => red().toColourspace('cmyk').jpeg(), 'image/jpeg'],
    ['grey', () => red().greyscale().png(), 'image/png'],
    ['16 bits', () => red().toColourspace('rgb16').png(), 'image/png'],
    ['a palette', () => red().png({ palette: true }), 'image/png'],
  ])('a picture in %s has copies of eight bits in sRGB', async (_what, make, contentType) => {
    const source = await make().toBuffer();
    for (const maxBytes of [undefined, 20_000]) {
      const { bytes } = await encodeOne(
        source,
        contentType,
        maxBytes === undefined ? {} : { maxBytes },
      );
      expect(await sharp(bytes).metadata()).toMatchObject({ space: 'srgb', depth: 'uchar' });
    }
  });
});
