import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { be, join, look, patched, real } from './look.ts';

const SIGNATURE_AND_HEADER = 33;
const picture = real('fixture.png');

const chunk = (type: string, data: Uint8Array | string = '') => {
  const body = join(type, data);
  return join(be(body.byteLength - 4, 4), body, be(crc32(body), 4));
};
const withChunks = (file: Uint8Array, ...chunks: readonly Uint8Array[]) =>
  join(file.subarray(0, SIGNATURE_AND_HEADER), ...chunks, file.subarray(SIGNATURE_AND_HEADER));
const sized = (width: number, height: number) =>
  join(
    picture.subarray(0, 8),
    chunk('IHDR', join(be(width, 4), be(height, 4), picture.subarray(24, 29))),
    picture.subarray(SIGNATURE_AND_HEADER),
  );
/** A TIFF of two directories: turned by a quarter, and a latitude. */
const exif = join(
  'MM\0*',
  be(8, 4),
  join(be(2, 2), be(0x0112, 2), be(3, 2), be(1, 4), be(6, 2), be(0, 2)),
  join(be(0x8825, 2), be(4, 2), be(1, 4), be(38, 4), be(0, 4)),
  join(be(1, 2), be(2, 2), be(5, 2), be(3, 4), be(0, 4), be(0, 4)),
);
const inspect = async (bytes: Uint8Array) => (await look('image/png', bytes)).image;

it('reads size, frames, orientation and place', async () => {
  expect(await inspect(withChunks(picture, chunk('eXIf', exif)))).toEqual({
    width: 200,
    height: 133,
    frames: 1,
    orientation: 6,
    hasGps: true,
    trailingBytes: 0,
  });
  expect(await inspect(real('fixture.apng'))).toMatchObject({
    width: 100,
    height: 100,
    frames: 20,
  });
});

it.each([
  ['XMP with a latitude', 'XML:com.adobe.xmp\0\0\0\0\0<a exif:GPSLatitude="51,28.6N"/>', true],
  ['XMP without one', 'XML:com.adobe.xmp\0\0\0\0\0<a exif:ISO="100"/>', undefined],
  ['a comment about one', 'Comment\0\0\0\0\0<a exif:GPSLatitude="51,28.6N"/>', undefined],
])('a PNG with %s has a place only if that is one', async (_, text, hasGps) => {
  const image = await inspect(withChunks(picture, chunk('iTXt', Buffer.from(text))));
  expect(image?.hasGps).toBe(hasGps);
});

it('reads the claim of a huge picture without decoding it', async () => {
  expect(await inspect(sized(50_000, 50_000))).toMatchObject({ width: 50_000, height: 50_000 });
});

it.each([
  ['no pixels across', sized(0, 133)],
  ['a header whose checksum is wrong', patched(picture, 16, be(50_000, 4))],
  ['a bit depth that its colour type has not', patched(picture, 24, be(3, 1))],
  ['a second header', withChunks(picture, picture.subarray(8, SIGNATURE_AND_HEADER))],
  ['an animation of no frames', withChunks(picture, chunk('acTL', Buffer.alloc(8)))],
  [
    'an animation of more frames than it has',
    withChunks(picture, chunk('acTL', join(be(9, 4), be(0, 4)))),
  ],
  [
    'a frame beyond its canvas',
    withChunks(picture, chunk('fcTL', join(be(0, 4), be(900, 4), be(9, 4), Buffer.alloc(14)))),
  ],
  ['no pixels at all', join(picture.subarray(0, SIGNATURE_AND_HEADER), chunk('IEND'))],
  ['a chunk whose name is none', withChunks(picture, chunk('\0\0\0\0'))],
])('finds a contradiction: %s', async (_what, bytes) => {
  expect((await inspect(bytes))?.flaw?.kind).toBe('contradictory');
});

it('finds a picture cut short, wherever it was cut', async () => {
  for (const length of [30, 33, 40, 5000, picture.byteLength - 12, picture.byteLength - 1]) {
    expect((await inspect(picture.subarray(0, length)))?.flaw?.kind, `${length}`).toBe('truncated');
  }
});

it('bytes behind the end of a PNG are counted, except for padding', async () => {
  expect(await inspect(join(picture, '\0\0\r\n'))).toMatchObject({ trailingBytes: 0 });
  expect(await inspect(join(picture, 'MZ\0\0'))).toMatchObject({ trailingBytes: 2 });
});

it('requires the end mark at the end of a picture too large to be walked', async () => {
  const large = join(
    picture.subarray(0, -12),
    ...Array.from({ length: 20 }, () => chunk('IDAT', Buffer.alloc(50_000))),
    picture.subarray(-12),
  );
  expect(await inspect(large)).toEqual({ width: 200, height: 133, frames: 1, trailingBytes: 0 });
  expect(await inspect(join(large, 'MZ'))).toMatchObject({ trailingBytes: 2 });
  expect((await inspect(large.subarray(0, -12)))?.flaw?.kind).toBe('truncated');
  expect((await inspect(join(large, Buffer.alloc(70_000, 'x'))))?.flaw?.kind).toBe('truncated');
});

it('finds what follows the end of a small picture in a large file', async () => {
  const found = await inspect(join(picture, Buffer.alloc(3_000_000), real('fixture.exe')));
  expect(found?.trailingBytes).toBeGreaterThan(3_000_000);
});
