import { expect, it } from 'vitest';
import { be, join, le, look, real } from './look.ts';

const picture = real('fixture.jpg');
const film = real('fixture-imovie.mp4');
const END = '\xff\xd9';

const segment = (marker: number, data: Uint8Array | string) => {
  const body = join(data);
  return join(Uint8Array.of(0xff, marker), be(body.byteLength + 2, 2), body);
};
const withSegments = (...segments: readonly Uint8Array[]) =>
  join(picture.subarray(0, 2), ...segments, picture.subarray(2));
const frameHeader = (width: number, height: number) =>
  segment(
    0xc0,
    join(be(8, 1), be(height, 2), be(width, 2), be(1, 1), be(1, 1), be(0x11, 1), be(0, 1)),
  );
const xmp = (text: string) => segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${text}`);
/** Pixels without end: a megabyte of scan. */
const large = join(picture.subarray(0, -2), Buffer.alloc(1_000_000, 'x'), END);

/** A multi-picture file of the same picture twice, with so many bytes between. */
const multiPicture = (between: Uint8Array | string, claimed = picture.byteLength) => {
  const index = (offset: number) =>
    segment(
      0xe2,
      join(
        'MPF\0MM\0*',
        be(8, 4),
        be(1, 2),
        join(be(0xb002, 2), be(7, 2), be(32, 4), be(26, 4)),
        be(0, 4),
        join(be(0, 4), be(picture.byteLength, 4), be(0, 4), be(0, 4)),
        join(be(0, 4), be(claimed, 4), be(offset, 4), be(0, 4)),
      ),
    );
  const gap = join(between);
  const offset = picture.byteLength + index(0).byteLength + gap.byteLength - 10;
  return join(withSegments(index(offset)), gap, picture);
};

const samsungNotes = () => {
  const block = join('\0\0\x01\x0a', le(14, 4), 'Image_UTC_Data1');
  const directory = join(
    'SEFH',
    le(107, 4),
    le(1, 4),
    '\0\0\x01\x0a',
    le(block.byteLength, 4),
    le(block.byteLength, 4),
  );
  return join(block, directory, le(directory.byteLength, 4), 'SEFT');
};

const inspect = async (bytes: Uint8Array) => (await look('image/jpeg', bytes)).image;

it('reads size, orientation and place', async () => {
  const exif = join(
    'Exif\0\0II*\0',
    le(8, 4),
    join(le(2, 2), le(0x0112, 2), le(3, 2), le(1, 4), le(8, 4)),
    join(le(0x8825, 2), le(4, 2), le(1, 4), le(38, 4), le(0, 4)),
    join(le(1, 2), le(0, 2), le(1, 2), le(4, 4), le(0, 4), le(0, 4)),
  );
  expect(await inspect(withSegments(segment(0xe1, exif)))).toMatchObject({
    width: 200,
    height: 133,
    frames: 1,
    orientation: 8,
    hasGps: false,
    trailingBytes: 0,
  });
});

it('finds a place in XMP', async () => {
  const place = '<a exif:GPSLatitude="51,28.6N" exif:GPSLongitude="0,0.1W"/>';
  expect(await inspect(withSegments(xmp(place)))).toMatchObject({ hasGps: true });
  const second = withSegments(xmp('<a exif:ISO="100"/>'), xmp(place));
  expect(await inspect(second)).toMatchObject({ hasGps: true });
  expect((await inspect(withSegments(xmp('<a exif:ISO="100"/>'))))?.hasGps).toBeUndefined();
});

it('finds the size behind 200 KB of metadata', async () => {
  const profile = Array.from({ length: 4 }, () => segment(0xe2, Buffer.alloc(50_000, 'p')));
  expect(await inspect(withSegments(...profile))).toMatchObject({ width: 200, height: 133 });
  expect(
    await inspect(join(withSegments(...profile).subarray(0, -2), Buffer.alloc(600_000, 'x'), END)),
  ).toMatchObject({ width: 200, height: 133, trailingBytes: 0 });
});

it.each([
  ['two frame headers', withSegments(frameHeader(50_000, 50_000))],
  ['no pixels', join(picture.subarray(0, 2), frameHeader(0, 0), END)],
  ['no frame header', join('\xff\xd8', END)],
  ['a segment of no length', withSegments(join('\xff\xe1', be(0, 2)))],
  [
    'a thousand passes over its pixels',
    withSegments(...Array.from({ length: 1000 }, () => segment(0xda, '\x01'))),
  ],
  ['something where a marker should be', withSegments(join('abc'))],
])('finds a contradiction: %s', async (_what, bytes) => {
  expect((await inspect(bytes))?.flaw?.kind).toBe('contradictory');
});

it('finds a picture cut short, wherever it was cut', async () => {
  for (const length of [3, 21, 1000, 30_000, picture.byteLength - 2, picture.byteLength - 1]) {
    expect((await inspect(picture.subarray(0, length)))?.flaw?.kind, `${length}`).toBe('truncated');
  }
  expect((await inspect(large.subarray(0, -2)))?.flaw?.kind).toBe('truncated');
});

it('bytes behind the end of a JPEG are counted, except for padding', async () => {
  expect(await inspect(join(picture, Buffer.alloc(4096)))).toMatchObject({ trailingBytes: 0 });
  expect(await inspect(join(picture, 'Rar!'))).toMatchObject({ trailingBytes: 4 });
  expect(await inspect(join(large, Buffer.alloc(4096)))).toMatchObject({ trailingBytes: 0 });
  expect(await inspect(join(large, 'Rar!'))).toMatchObject({ trailingBytes: 4 });
});

it('finds the size behind half a megabyte of metadata in a large picture', async () => {
  const depth = Array.from({ length: 9 }, () => segment(0xe1, Buffer.alloc(65_000, 'd')));
  const rest = Buffer.alloc(600_000, 'x');
  const bytes = join(withSegments(...depth).subarray(0, -2), rest, END);
  expect(await inspect(bytes)).toMatchObject({ width: 200, height: 133, trailingBytes: 0 });
});

/** Stale memory: bytes of every value, none of it text. */
const memory = (length: number) =>
  Buffer.from(Array.from({ length }, (_, at) => (at * 37 + (at >> 5)) & 0xff));
/** The picture and what fills it up to whole sectors, with something in the middle of that. */
const filledUp = (image: Uint8Array, amid: Uint8Array | string = '', sectors = 8) => {
  const slack = memory(512 * sectors - (image.byteLength % 512));
  slack.set(join(amid), 100);
  return join(image, slack);
};

it('stale memory that fills a JPEG up to whole sectors is part of it', async () => {
  expect(await inspect(filledUp(picture))).toMatchObject({ width: 200, trailingBytes: 0 });
  const even = join(picture.subarray(0, -2), Buffer.alloc(1_000_000, 0xaa), END);
  expect(await inspect(filledUp(even))).toMatchObject({ width: 200, trailingBytes: 0 });
  expect(await inspect(join(picture, memory(4096)))).toMatchObject({ trailingBytes: 0 });
});

it.each([
  ['memory that fills no sector', join(picture, memory(1000))],
  ['more memory than a card’s cluster has', filledUp(picture, '', 130)],
  ['a program at the beginning', join(picture, 'MZ', memory(510))],
  ['a program', filledUp(picture, join('MZ', Buffer.alloc(58), le(64, 4), 'PE\0\0'))],
  ['a program of Linux', filledUp(picture, '\x7fELF')],
  [
    'a program that holds an end mark',
    filledUp(join(large, 'MZ', Buffer.alloc(58), le(64, 4), 'PE\0\0', END)),
  ],
  ['a RAR archive', filledUp(large, 'Rar!\x1a\x07\0')],
  ['a 7-Zip archive', filledUp(picture, '7z\xbc\xaf\x27\x1c')],
  ['a gzip archive', filledUp(picture, '\x1f\x8b\x08')],
  ['a bzip2 archive', filledUp(picture, 'BZh91AY')],
  ['an entry of a ZIP archive', filledUp(picture, 'PK\x03\x04')],
  ['a page', filledUp(picture, '<HTML>')],
  ['a script of a page', filledUp(picture, '<scRipt>alert(1)')],
  ['a PHP script', filledUp(large, '<?PHP system($_GET[0]);')],
  ['a shell script', filledUp(picture, '#!/bin/sh')],
  [
    'a text',
    filledUp(picture, 'Some words that come one after the other and make a whole sentence.'),
  ],
])('bytes behind a JPEG that are no stale memory are trailing bytes: %s', async (_what, bytes) => {
  expect((await inspect(bytes))?.trailingBytes).toBeGreaterThan(22);
});

it.each([
  ['a second picture', multiPicture('')],
  ['a second picture behind padding', multiPicture(Buffer.alloc(3000))],
  ['a film', join(withSegments(xmp(`<a GCamera:MicroVideoOffset="${film.byteLength}"/>`)), film)],
  [
    'a film in a directory',
    join(
      withSegments(
        xmp(`<Container:Item Item:Semantic="MotionPhoto" Item:Length="${film.byteLength}"/>`),
      ),
      film,
    ),
  ],
  ['Samsung’s notes', join(picture, samsungNotes())],
  ['a second picture and Samsung’s notes', join(multiPicture(''), samsungNotes())],
  ['Samsung’s notes behind a large picture', join(large, samsungNotes())],
])('bytes that a camera announces are part of the JPEG: %s', async (_what, bytes) => {
  expect(await inspect(bytes)).toMatchObject({ width: 200, height: 133, trailingBytes: 0 });
});

it.each([
  ['a second picture behind something else', multiPicture('MZ\x90')],
  ['a second picture that ends early', multiPicture('', 100)],
  ['a film that is none', join(withSegments(xmp('<a GCamera:MicroVideoOffset="4"/>')), 'Rar!')],
  ['notes whose directory lies', join(picture, 'MZ', samsungNotes())],
])('an announcement that does not match the bytes is ignored: %s', async (_what, bytes) => {
  expect((await inspect(bytes))?.trailingBytes).toBeGreaterThan(0);
});
