// GIF, WebP, AVIF and HEIC, BMP, TIFF and ICO, built byte by byte and from real files.
import { describe, expect, it } from 'vitest';
import { be, join, le, look, patched, real } from './look.ts';

const inspecting = (type: string) => async (bytes: Uint8Array) => (await look(type, bytes)).image;

describe('GIF', () => {
  const inspect = inspecting('image/gif');
  const screen = (width: number, height: number) =>
    join('GIF89a', le(width, 2), le(height, 2), '\0\0\0');
  const frame = (width: number, height: number) =>
    join(',\0\0\0\0', le(width, 2), le(height, 2), '\0\x02\x02L\x01\0');
  const comment = (text: string) => join('!\xfe', be(text.length, 1), text, '\0');
  const END = ';';

  it('the frames of a GIF behind extensions are counted', async () => {
    const gif = join(screen(10, 8), comment('hello'), frame(10, 8), frame(4, 4), END);
    expect(await inspect(gif)).toEqual({ width: 10, height: 8, frames: 2, trailingBytes: 0 });
  });

  it('a GIF is as large as its largest frame', async () => {
    const gif = join(screen(10, 10), frame(50_000, 40_000), END);
    expect(await inspect(gif)).toMatchObject({ width: 50_000, height: 40_000 });
  });

  it('the frames of a GIF within the budget are counted', async () => {
    const frames = Buffer.concat(Array.from({ length: 100_000 }, () => frame(10, 10)));
    const found = await inspect(join(screen(10, 10), frames, END));
    expect(found).toMatchObject({ hasMoreFrames: true, trailingBytes: 0 });
    expect(found?.frames).toBeGreaterThan(40_000);
    expect((await inspect(join(screen(10, 10), frames)))?.flaw?.kind).toBe('truncated');
  });

  it.each([
    ['no frame', join(screen(10, 10), END), 'contradictory'],
    ['no pixels', join(screen(0, 0), frame(0, 0), END), 'contradictory'],
    ['an unknown block', join(screen(10, 10), '\x99\0', END), 'contradictory'],
    ['no end', join(screen(10, 10), frame(10, 10)), 'truncated'],
    ['an end within a frame', join(screen(10, 10), frame(10, 10)).subarray(0, -3), 'truncated'],
    ['half a header', join(screen(10, 10)).subarray(0, 10), 'truncated'],
  ])('refuses %s', async (_what, bytes, kind) => {
    expect((await inspect(bytes))?.flaw?.kind).toBe(kind);
  });

  it('bytes after the end of a picture are counted', async () => {
    expect(await inspect(join(real('fixture.gif'), 'PK'))).toMatchObject({ trailingBytes: 2 });
  });
});

describe('WebP', () => {
  const inspect = inspecting('image/webp');
  const chunk = (type: string, ...data: readonly (string | Uint8Array)[]) => {
    const body = join(...data);
    return join(type, le(body.byteLength, 4), body, body.byteLength % 2 ? '\0' : '');
  };
  const webp = (...chunks: readonly Uint8Array[]) => {
    const body = join('WEBP', ...chunks);
    return join('RIFF', le(body.byteLength, 4), body);
  };
  const canvas = (width: number, height: number, flags = 0) =>
    chunk('VP8X', le(flags, 4), le(width - 1, 3), le(height - 1, 3));
  const lossy = (width: number, height: number) =>
    chunk('VP8 ', '\0\0\0\x9d\x01\x2a', le(width, 2), le(height, 2));
  const lossless = (width: number, height: number) =>
    chunk('VP8L', '\x2f', le(width - 1 + (height - 1) * 2 ** 14, 4));
  const frame = (x: number, y: number, width: number, height: number) =>
    chunk(
      'ANMF',
      le(x / 2, 3),
      le(y / 2, 3),
      le(width - 1, 3),
      le(height - 1, 3),
      le(0, 4),
      lossy(width, height),
    );
  const ANIMATED = 2;

  it.each([
    ['lossy', webp(lossy(20, 10)), { width: 20, height: 10, frames: 1 }],
    ['lossless', webp(lossless(16_384, 2)), { width: 16_384, height: 2, frames: 1 }],
    ['extended', webp(canvas(20, 10), lossy(20, 10)), { width: 20, height: 10, frames: 1 }],
    [
      'animated',
      webp(canvas(20, 10, ANIMATED), frame(0, 0, 20, 10), frame(10, 4, 10, 6)),
      { frames: 2 },
    ],
  ])('a WebP is read: %s', async (_what, bytes, expected) => {
    expect(await inspect(bytes)).toMatchObject({ ...expected, trailingBytes: 0 });
  });

  it.each([
    ['a canvas of another size', webp(canvas(10, 10), lossy(20, 10)), 'contradictory'],
    [
      'a frame beyond the canvas',
      webp(canvas(20, 10, ANIMATED), frame(2, 0, 20, 10)),
      'contradictory',
    ],
    ['an animation without frames', webp(canvas(20, 10, ANIMATED)), 'contradictory'],
    ['a canvas and nothing on it', webp(canvas(20, 10)), 'contradictory'],
    ['no pixels', webp(lossy(0, 10)), 'contradictory'],
    ['a length past the end', patched(webp(lossy(20, 10)), 4, le(900, 4)), 'truncated'],
    ['a chunk past the end', patched(webp(lossy(20, 10)), 16, le(900, 4)), 'truncated'],
  ])('refuses %s', async (_what, bytes, kind) => {
    expect((await inspect(bytes))?.flaw?.kind).toBe(kind);
  });

  it('a place in the XMP of a WebP is found', async () => {
    const withXmp = (text: string) =>
      inspect(webp(canvas(20, 10), lossy(20, 10), chunk('XMP ', Buffer.from(text))));
    expect(await withXmp('<a exif:GPSLatitude="51,28.6N"/>')).toMatchObject({ hasGps: true });
    expect((await withXmp('<a exif:ISO="100"/>'))?.hasGps).toBeUndefined();
  });

  it('bytes behind the claimed end of a WebP are counted', async () => {
    expect(await inspect(join(real('fixture.webp'), 'MZ'))).toMatchObject({ trailingBytes: 2 });
  });

  it('the frames of a long WebP animation are counted up to the budget', async () => {
    const large = chunk('ANMF', le(0, 6), le(19, 3), le(9, 3), le(0, 4), Buffer.alloc(100_000));
    const found = await inspect(
      webp(canvas(20, 10, ANIMATED), ...Array.from({ length: 40 }, () => large)),
    );
    expect(found).toMatchObject({ width: 20, height: 10, hasMoreFrames: true, trailingBytes: 0 });
    expect(found?.flaw).toBeUndefined();
  });
});

describe('AVIF and HEIC', () => {
  const inspect = inspecting('image/avif');
  const box = (type: string, ...data: readonly (string | Uint8Array)[]) => {
    const body = join(...data);
    return join(be(body.byteLength + 8, 4), type, body);
  };
  const full = (type: string, ...data: readonly (string | Uint8Array)[]) =>
    box(type, '\0\0\0\0', ...data);
  const PIXELS = 100;
  /** A primary item of this size behind a thumbnail, with its pixels in the last box. */
  const avif = (width: number, height: number, pixelsAt?: number) => {
    const meta = (at: number) =>
      full(
        'meta',
        full('pitm', be(2, 2)),
        full(
          'iloc',
          '\x44\0',
          be(1, 2),
          join(be(2, 2), be(0, 2), be(1, 2), be(at, 4), be(PIXELS, 4)),
        ),
        box(
          'iprp',
          box(
            'ipco',
            full('ispe', be(160, 4), be(120, 4)),
            full('ispe', be(width, 4), be(height, 4)),
            box('irot', '\x01'),
          ),
          full('ipma', be(2, 4), join(be(1, 2), '\x01\x81'), join(be(2, 2), '\x02\x02\x83')),
        ),
      );
    const type = box('ftyp', 'avif', be(0, 4), 'avifmif1');
    const at = type.byteLength + meta(0).byteLength + 8;
    return join(type, meta(pixelsAt ?? at), box('mdat', Buffer.alloc(PIXELS)));
  };

  it('reads the primary picture, not the first', async () => {
    expect(await inspect(avif(4032, 3024))).toEqual({
      width: 4032,
      height: 3024,
      frames: 1,
      orientation: 8,
    });
  });

  it.each([
    ['no pixels', avif(0, 10), 'contradictory'],
    ['an item past the end', avif(10, 10, 1e6), 'truncated'],
    ['pixels cut short', avif(10, 10).subarray(0, -1), 'truncated'],
    ['nothing but a type', avif(10, 10).subarray(0, 24), 'contradictory'],
    ['something behind its boxes', join(avif(10, 10), 'MZ\x90\0\x03\0\0\0\x04\0'), 'contradictory'],
  ])('refuses %s', async (_what, bytes, kind) => {
    expect((await inspect(bytes))?.flaw?.kind).toBe(kind);
  });
});

describe('BMP', () => {
  const inspect = inspecting('image/bmp');
  const picture = real('fixture.bmp');

  it.each([
    ['rows from top to bottom', patched(picture, 22, le(2 ** 32 - 133, 4)), undefined],
    ['more pixels than the file has', patched(picture, 18, le(50_000, 4)), 'truncated'],
    ['no pixels', patched(picture, 18, le(0, 4)), 'contradictory'],
    ['half of its pixels', picture.subarray(0, 40_000), 'truncated'],
    ['a file size that is wrong', patched(picture, 2, le(2_000_000_000, 4)), undefined],
    [
      'half of its pixels and a file size that is wrong',
      patched(picture, 2, le(2_000_000_000, 4)).subarray(0, 40_000),
      'truncated',
    ],
  ])('a BMP is judged: %s', async (_what, bytes, kind) => {
    expect((await inspect(bytes))?.flaw?.kind).toBe(kind);
  });

  it('bytes behind the pixels of a BMP are counted', async () => {
    expect(await inspect(join(picture, 'MZ'))).toMatchObject({
      width: 200,
      height: 133,
      trailingBytes: 2,
    });
  });
});

describe('TIFF', () => {
  const inspect = inspecting('image/tiff');
  const entry = (tag: number, type: number, count: number, value: number) =>
    join(le(tag, 2), le(type, 2), le(count, 4), le(value, 4));
  const directory = (next: number, ...entries: readonly Uint8Array[]) =>
    join(le(entries.length, 2), ...entries, le(next, 4));
  const size = (width: number, height: number) => [
    entry(256, 4, 1, width),
    entry(257, 3, 1, height),
  ];

  it('every page of a TIFF is read', async () => {
    const first = directory(50, ...size(30, 20), entry(0x0112, 3, 1, 6));
    const tiff = join(
      'II*\0',
      le(8, 4),
      first,
      directory(0, ...size(300, 10), entry(0x8825, 4, 1, 0)),
    );
    expect(await inspect(tiff)).toEqual({
      width: 300,
      height: 20,
      frames: 2,
      orientation: 6,
      hasGps: true,
    });
  });

  it.each([
    ['pages in a circle', join('II*\0', le(8, 4), directory(8, ...size(3, 2))), 'contradictory'],
    ['no page', join('II*\0', le(0, 4)), 'contradictory'],
    ['no pixels', join('II*\0', le(8, 4), directory(0, ...size(0, 2))), 'contradictory'],
    ['a directory past the end', join('II*\0', le(900, 4)), 'truncated'],
    [
      'pixels past the end',
      join(
        'II*\0',
        le(8, 4),
        directory(0, ...size(3, 2), entry(273, 4, 1, 8), entry(279, 4, 1, 900)),
      ),
      'truncated',
    ],
  ])('refuses %s', async (_what, bytes, kind) => {
    expect((await inspect(bytes))?.flaw?.kind).toBe(kind);
  });
});

describe('ICO', () => {
  const inspect = inspecting('image/x-icon');
  const icon = real('fixture.ico');

  it('reads a PNG inside, whatever the directory says', async () => {
    const png = patched(real('fixture.png'), 16, be(50_000, 4));
    const ico = join(
      '\0\0\x01\0\x01\0',
      '\x10\x10\0\0\x01\0\x20\0',
      le(png.byteLength, 4),
      le(22, 4),
      png,
    );
    expect(await inspect(ico)).toMatchObject({ width: 50_000, height: 133, trailingBytes: 0 });
  });

  it('refuses a picture past the end, and none', async () => {
    expect((await inspect(icon.subarray(0, -1)))?.flaw?.kind).toBe('truncated');
    expect((await inspect(patched(icon, 4, le(0, 2))))?.flaw?.kind).toBe('contradictory');
  });
});
