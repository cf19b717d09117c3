// Containers by their tracks: sound in ISO boxes, Matroska and Ogg is sound, whatever its brand or document type.
import { describe, expect, it } from 'vitest';
import { detectType } from '../../../lambdas/domain/detect-type.ts';
import { ascii, be32, join, real, zeros } from '../../fixtures/hostile/bytes.ts';
import { box } from '../../fixtures/hostile/picture-parts.ts';
import { zip } from '../../fixtures/hostile/zip.ts';
import { bytesInMemory } from '../bytes-in-memory.ts';

const detect = (...parts: readonly Uint8Array[]) => detectType(bytesInMemory(join(...parts)));

const ftyp = (...brands: readonly string[]) =>
  box('ftyp', join(ascii(brands[0] ?? ''), be32(0), ...brands.map((brand) => ascii(brand))));
const track = (handler: string, isEnabled = true) =>
  box(
    'trak',
    join(
      box('tkhd', join(be32(isEnabled ? 7 : 6), zeros(80))),
      box(
        'mdia',
        join(box('mdhd', zeros(24)), box('hdlr', join(zeros(8), ascii(handler), zeros(13)))),
      ),
    ),
  );
const moov = (...tracks: readonly Uint8Array[]) =>
  box('moov', join(box('mvhd', zeros(100)), ...tracks));
const mdat = box('mdat', zeros(200));

describe('ISO media', () => {
  it.each([
    ['isom', ['soun'], 'audio/mp4'],
    ['mp42', ['soun', 'text'], 'audio/mp4'],
    ['iso5', ['soun'], 'audio/mp4'],
    ['3gp4', ['soun'], 'audio/mp4'],
    ['3g2a', ['soun'], 'audio/mp4'],
    ['M4A ', ['soun'], 'audio/mp4'],
    ['isom', ['vide', 'soun'], 'video/mp4'],
    ['isom', ['soun', 'vide'], 'video/mp4'],
    ['isom', ['vide'], 'video/mp4'],
    ['3gp4', ['vide'], 'video/3gpp'],
    ['3g2a', ['soun', 'vide'], 'video/3gpp2'],
    ['M4A ', ['vide', 'soun'], 'video/mp4'],
    ['isom', ['text'], 'video/mp4'],
    ['isom', [], 'video/mp4'],
    ['qt  ', ['soun'], 'video/quicktime'],
  ])(
    'an ISO media file of the brand %s with the tracks %j is %s',
    async (brand, handlers, type) => {
      const index = moov(...handlers.map((handler) => track(handler)));
      expect(await detect(ftyp(brand), index, mdat)).toBe(type);
      expect(await detect(ftyp(brand), mdat, index), 'with its index at the end').toBe(type);
      expect(await detect(ftyp(brand), index, box('moof'), mdat), 'in fragments').toBe(type);
    },
  );

  it('an audio file with pictures of its chapters, which are no enabled track, stays audio', async () => {
    const book = moov(track('soun'), track('vide', false));
    expect(await detect(ftyp('M4B '), book, mdat)).toBe('audio/mp4');
  });

  it('an ISO media file keeps its type where the index is damaged, far away or missing', async () => {
    const film = ftyp('isom');
    expect(await detect(film, mdat)).toBe('video/mp4');
    expect(await detect(film, moov(track('soun')).subarray(0, 150), mdat)).toBe('video/mp4');
    const boxes = Array.from({ length: 20 }, () => box('free', zeros(10)));
    expect(await detect(film, ...boxes, moov(track('soun')), mdat)).toBe('video/mp4');
  });

  it.each([
    [['mif1', 'heic'], 'image/heic'],
    [['mif1', 'avif', 'miaf'], 'image/avif'],
    [['msf1', 'avis'], 'image/avif'],
    [['avif', 'mif1'], 'image/avif'],
    [['heim', 'mif1'], 'image/heic'],
    [['heic', 'mif1', 'avif'], 'image/heic'],
  ])('an ISO media file of the brands %j is %s', async (brands, type) => {
    expect(await detect(ftyp(...brands), box('meta', zeros(40)))).toBe(type);
  });
});

describe('Matroska', () => {
  const element = (id: string, content: Uint8Array) =>
    join(
      Buffer.from(id, 'hex'),
      Uint8Array.of(0x40 | (content.byteLength >> 8), content.byteLength & 255),
      content,
    );
  const file = (docType: string, trackTypes: readonly number[]) =>
    join(
      element('1a45dfa3', join(element('4286', Uint8Array.of(1)), element('4282', ascii(docType)))),
      // A segment of unknown length, as a recorder writes it.
      Buffer.from('1853806701ffffffffffffff', 'hex'),
      element('1549a966', zeros(20)),
      element(
        '1654ae6b',
        join(...trackTypes.map((type) => element('ae', element('83', Uint8Array.of(type))))),
      ),
      element('1f43b675', zeros(50)),
    );

  it.each([
    ['webm', [2], 'audio/webm'],
    ['webm', [2, 1], 'video/webm'],
    ['webm', [1], 'video/webm'],
    ['webm', [], 'video/webm'],
    ['matroska', [2], 'audio/matroska'],
    ['matroska', [2, 17, 1], 'video/matroska'],
  ])(
    'a Matroska file of the document type %s with tracks of the types %j is %s',
    async (docType, tracks, type) => {
      expect(await detect(file(docType, tracks))).toBe(type);
    },
  );
});

it('Ogg is film where one of its streams is', async () => {
  const page = (content: Uint8Array, flags = 2) =>
    join(
      ascii('OggS'),
      Uint8Array.of(0, flags),
      zeros(20),
      Uint8Array.of(1, content.byteLength),
      content,
    );
  const opus = page(join(ascii('OpusHead'), zeros(11)));
  const theora = page(join(Uint8Array.of(0x80), ascii('theora'), zeros(35)));
  expect(await detect(opus, page(zeros(30), 0))).toBe('audio/ogg');
  expect(await detect(opus, theora, page(zeros(30), 0))).toBe('video/ogg');
  expect(await detect(real('fixture.ogg'))).toBe('audio/ogg');
});

it('speech in AMR is no script, in narrow and wide band', async () => {
  expect(await detect(ascii('#!AMR\n'), zeros(40))).toBe('audio/amr');
  expect(await detect(ascii('#!AMR-WB\n'), zeros(40))).toBe('audio/amr');
});

describe('a ZIP archive', () => {
  const iwa = (type: readonly number[]) =>
    join(Uint8Array.of(0, 40, 0, 0, 40, 0x9c, 10, 0x08, 1, 0x12, 6, 0x08, ...type), zeros(30));
  const entry = (name: string, bytes = zeros(10)) => ({ name, bytes });

  it.each([
    ['Pages', [entry('Index/Document.iwa', iwa([0x90, 0x4e]))], 'application/vnd.apple.pages'],
    ['Numbers', [entry('Index/Document.iwa', iwa([1]))], 'application/vnd.apple.numbers'],
    [
      'Keynote',
      [entry('Index/Document.iwa', iwa([1])), entry('Index/Slide-1.iwa')],
      'application/vnd.apple.keynote',
    ],
    ['plain', [entry('Document.iwa', iwa([1]))], 'application/zip'],
  ])('a ZIP archive of %s is recognised by its entries', async (_program, entries, type) => {
    expect(await detect(zip(entries))).toBe(type);
  });

  it.each(['application/gzip', 'image/jxl', 'application/x-xz', 'application/dicom'])(
    'a ZIP archive that calls itself %s is judged as a ZIP archive',
    async (type) => {
      expect(await detect(zip([entry('mimetype', ascii(type))]))).toBe('application/zip');
    },
  );
});
