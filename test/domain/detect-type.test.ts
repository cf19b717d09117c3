import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectType } from '../../lambdas/domain/detect-type.ts';
import {
  BudgetExceededError,
  MAX_REQUESTS,
  TOTAL_MAX_BYTES,
} from '../../lambdas/domain/stored-bytes.ts';
import { ascii, join, real } from '../fixtures/hostile/bytes.ts';
import { unzip, zip } from '../fixtures/hostile/zip.ts';
import { bytesInMemory } from './bytes-in-memory.ts';

const office = 'application/vnd.openxmlformats-officedocument';
const docx = `${office}.wordprocessingml.document`;

async function detect(bytes: Uint8Array) {
  const stored = bytesInMemory(bytes);
  const type = await detectType(stored);
  expect(stored.bytesRead).toBeLessThanOrEqual(TOTAL_MAX_BYTES);
  expect(stored.requests).toBeLessThanOrEqual(MAX_REQUESTS);
  return { type, requests: stored.requests };
}

const box = (type: string, bytes: number): Uint8Array => {
  const made = Buffer.alloc(bytes);
  made.writeUInt32BE(bytes);
  made.write(type, 4, 'latin1');
  return made;
};

/** A box whose size stands in 64 bits (ISO/IEC 14496-12, section 4.2). */
const largeBox = (type: string, bytes: number): Uint8Array => {
  const made = Buffer.from(box(type, bytes));
  made.writeUInt32BE(1);
  made.writeBigUInt64BE(BigInt(bytes), 8);
  return made;
};

/** The header of a box that extends to the end of the file. */
const endless = (type: string): Uint8Array => {
  const made = Buffer.from(box(type, 16));
  made.writeUInt32BE(0);
  return made;
};

describe('office documents', () => {
  const entries = unzip(real('fixture.docx'));
  const types = entries.filter(({ name }) => name === '[Content_Types].xml');
  const rest = entries.filter(({ name }) => name !== '[Content_Types].xml');
  const noise = Uint8Array.from({ length: 300_000 }, (_, at) => (at * at * 31 + at) % 251);

  it('an office document is detected when its list of types is the last entry, behind pictures of any size', async () => {
    const pictures = Array.from({ length: 20 }, (_, at) => ({
      name: `word/media/${at}.png`,
      bytes: noise,
    }));
    const { type, requests } = await detect(zip([...pictures, ...rest, ...types]));
    expect(type).toBe(docx);
    expect(requests).toBeLessThanOrEqual(5);
  });

  it.each([
    ['word.document.macroEnabled', 'application/vnd.ms-word.document.macroenabled.12'],
    ['word.template.macroEnabledTemplate', 'application/vnd.ms-word.template.macroenabled.12'],
    ['excel.sheet.macroEnabled', 'application/vnd.ms-excel.sheet.macroenabled.12'],
  ])('an office document with macros has a type of its own: %s', async (main, expected) => {
    const xml = `<Types><Override PartName="/a.xml" ContentType="application/vnd.ms-${main}.main+xml"/></Types>`;
    const list = { name: '[Content_Types].xml', bytes: ascii(xml) };
    expect((await detect(zip([...rest, list]))).type).toBe(expected);
  });

  it('a package that is two kinds of office document is detected as none', async () => {
    expect((await detect(zip([...types, ...types, ...rest]))).type).toBe('application/zip');
    const mimetype = { name: 'mimetype', bytes: ascii('application/epub+zip') };
    const both = zip([...types, mimetype, ...rest]);
    expect((await detect(both)).type).toBe('application/zip');
  });

  it('an office document that is also a Java program is detected as a Java program', async () => {
    const manifest = { name: 'META-INF/MANIFEST.MF', bytes: ascii('Main-Class: A') };
    const both = zip([...entries, manifest]);
    expect((await detect(both)).type).toBe('application/java-archive');
  });
});

describe('marks that are not at the start', () => {
  it.each([
    [
      'a PDF behind a line of a mail',
      join(ascii('From: a@b\n'), real('fixture.pdf')),
      'application/pdf',
    ],
    [
      'a PDF behind 1019 bytes',
      join(new Uint8Array(1019).fill(10), real('fixture.pdf')),
      'application/pdf',
    ],
    ['an MP4 behind a free box', join(box('free', 40), real('fixture-isom.mp4')), 'video/mp4'],
    [
      'an MP4 behind a wide box and its media',
      join(box('wide', 8), box('mdat', 500_000), real('fixture-isom.mp4')),
      'video/mp4',
    ],
    [
      'an MP4 behind seven boxes',
      join(...Array.from({ length: 7 }, () => box('free', 20)), real('fixture-isom.mp4')),
      'video/mp4',
    ],
    [
      'an MP4 behind media whose box has a size of 64 bits',
      join(largeBox('mdat', 300_000), real('fixture-isom.mp4')),
      'video/mp4',
    ],
    [
      'a film with more than eight boxes before the type',
      join(...Array.from({ length: 8 }, () => box('free', 20)), real('fixture-isom.mp4')),
      'video/quicktime',
    ],
    [
      'a film whose first box extends to the end of the file',
      join(endless('mdat'), real('fixture-isom.mp4')),
      'video/quicktime',
    ],
    [
      'a QuickTime film that begins with its media',
      join(box('mdat', 500), box('moov', 100)),
      'video/quicktime',
    ],
  ])(
    'a type whose signature is not at the start is detected: %s',
    async (_case, bytes, expected) => {
      expect((await detect(bytes)).type).toBe(expected);
    },
  );

  it('sound behind a tag with a large cover costs two requests', async () => {
    const tag = Buffer.alloc(10 + 2 ** 21);
    tag.write('ID3\x04', 'latin1');
    // 2²¹ in bytes of seven bits.
    tag.set([1, 0, 0, 0], 6);
    const { type, requests } = await detect(join(tag, real('fixture.mp3')));
    expect(type).toBe('audio/mpeg');
    expect(requests).toBe(2);
  });

  it('detection fails when a mark lies behind the budget of bytes', async () => {
    const stored = bytesInMemory(join(box('mdat', 500_000), real('fixture-isom.mp4')), {
      maxBytes: 65_536,
      maxRequests: 16,
    });
    await expect(detectType(stored)).rejects.toThrow(BudgetExceededError);
  });

  it('a tag that claims to be larger than the file marks nothing', async () => {
    const tag = ascii('ID3\x04\x00\x00\x7f\x7f\x7f\x7f and nothing else');
    expect((await detect(tag)).type).toBeUndefined();
  });
});

it('detection never exceeds its budget and throws nothing else, whatever the bytes', async () => {
  const marks = fc.constantFrom(
    'PK\x03\x04',
    'ID3\x04\0',
    'RIFF',
    '\x1aE\xdf\xa3',
    '\0\0\0\x18free',
    'OggS',
    '\x89PNG\r\n\x1a\n',
    '\x1f\x8b\x08',
    '',
  );
  await fc.assert(
    fc.asyncProperty(marks, fc.uint8Array({ maxLength: 5000 }), async (mark, noise) => {
      await detect(join(ascii(mark), noise, deflateRawSync(noise)));
    }),
  );
});
