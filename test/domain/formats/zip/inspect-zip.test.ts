// ZIP archives: every header against the directory, names in every spelling, and entries by their bytes.
import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUnsafeName } from '../../../../lambdas/domain/formats/zip/names.ts';
import { join, patched, real, utf8, zeros } from '../../../fixtures/hostile/bytes.ts';
import { tarOf } from '../../../fixtures/hostile/tar.ts';
import { type Entry, zip } from '../../../fixtures/hostile/zip.ts';
import { type ZipForm, zipInForm } from '../../../fixtures/hostile/zip-forms.ts';
import { look } from '../look.ts';

const inspect = async (bytes: Uint8Array) => (await look('application/zip', bytes)).archive;
const texts: readonly Entry[] = [
  { name: 'a.txt', bytes: utf8('hello '.repeat(100)) },
  { name: 'b/c.txt', bytes: utf8('there') },
  { name: 'empty', bytes: zeros(0) },
];

describe('a ZIP', () => {
  it.each<[string, ZipForm]>([
    ['packed', {}],
    ['stored', { isStored: true }],
    ['with sizes behind the data', { hasDescriptors: true }],
    ['with ZIP64 fields', { is64: true }],
    ['with ZIP64 fields and sizes behind the data', { is64: true, hasDescriptors: true }],
    ['with a comment', { comment: 'PK and more' }],
    ['with zeros between entries', { paddingBytes: 3 }],
  ])('a ZIP that is written %s has no flaw', async (_form, form) => {
    const archive = await inspect(zipInForm(texts, form));
    expect(archive).toEqual({
      entries: 3,
      expandedBytes: 605,
      isEncrypted: false,
      nestedArchives: 0,
      programs: 0,
    });
  });

  const sound = zipInForm(texts, {});
  it('a ZIP may end with the line end or zeros that a transfer appends, fewer bytes than an archive has', async () => {
    expect((await inspect(join(sound, utf8('\n'))))?.flaw).toBeUndefined();
    expect((await inspect(join(sound, zeros(21))))?.flaw).toBeUndefined();
    expect((await inspect(join(sound, zeros(22))))?.flaw?.kind).toBe('truncated');
    expect((await inspect(join(sound, utf8('x'))))?.flaw?.kind).toBe('truncated');
  });

  const local = (at: number, by: readonly number[]) => patched(sound, at, Uint8Array.from(by));
  it.each([
    ['another method before the data', local(8, [0, 0])],
    ['a flag of encryption before the data only', local(6, [1])],
    ['another checksum before the data', local(14, [1, 2, 3, 4])],
    ['another packed size before the data', local(18, [9])],
    ['another unpacked size before the data', local(22, [9])],
    ['another name before the data', local(30, [0x62])],
    ['two entries of one name', zip([texts[0], texts[0]] as Entry[])],
    [
      'names that differ in their slashes',
      zip([
        { name: 'b/c', bytes: zeros(1) },
        { name: 'b\\c', bytes: zeros(1) },
      ]),
    ],
    ['an archive of an archive’s end in its comment', zip([...texts], { comment: 'PK\x05\x06' })],
    ['a second archive before it', join(sound, sound)],
    [
      'bytes between entries',
      Buffer.from(zipInForm(texts, { paddingBytes: 3 })).fill(
        7,
        sound.indexOf('PK', 40),
        sound.indexOf('PK', 40) + 2,
      ),
    ],
    ['a folder with content', zip([{ name: 'a/', bytes: utf8('x') }])],
    [
      'content that is not what its size says',
      zip([{ name: 'a', bytes: utf8('x'.repeat(50)), claimedSize: 40 }]),
    ],
    [
      'an Office document that is an OpenDocument too',
      zip([
        { name: '[Content_Types].xml', bytes: utf8('<a/>') },
        { name: 'mimetype', bytes: utf8('a/b') },
      ]),
    ],
  ])('a ZIP with %s has a flaw', async (_what, bytes) => {
    expect((await inspect(bytes))?.flaw).toBeDefined();
  });

  const kinds = {
    'a Windows program': [real('fixture.exe'), 'programs'],
    'a Linux program': [real('fixture.elf'), 'programs'],
    'a macOS program': [real('fixture-x86_64.macho'), 'programs'],
    'a Java class': [real('fixture.class'), 'programs'],
    'a shell script': [utf8('#!/bin/sh\n'), 'programs'],
    WebAssembly: [Buffer.from('\0asm\x01\0\0\0', 'latin1'), 'programs'],
    'a Windows shortcut': [
      Buffer.from('4c0000000114020000000000c000000000000046', 'hex'),
      'programs',
    ],
    'a ZIP': [real('fixture.zip'), 'nestedArchives'],
    'an empty ZIP': [zip([]), 'nestedArchives'],
    'a gzip': [gzipSync('x'), 'nestedArchives'],
    'a 7z': [real('fixture.7z'), 'nestedArchives'],
    'a tar': [tarOf('a', utf8('x')), 'nestedArchives'],
  } as const;
  it.each(Object.entries(kinds))(
    'a ZIP counts %s under any name',
    async (_what, [bytes, field]) => {
      for (const isStored of [true, false]) {
        for (const name of ['notes.txt', 'a.docx', 'picture']) {
          const archive = await inspect(zipInForm([{ name, bytes }], { isStored }));
          expect(archive?.flaw).toBeUndefined();
          expect(archive?.[field]).toBe(1);
        }
      }
    },
  );

  it('documents in a ZIP are recognised, whatever their names', async () => {
    const documents = ['fixture.docx', 'fixture.odt', 'fixture.pptx'].map((name) => ({
      name: name.replace('fixture', 'letter'),
      bytes: real(name),
    }));
    expect(
      await inspect(zip([...documents, { name: 'thesis', bytes: real('fixture.docx') }])),
    ).toMatchObject({ nestedArchives: 0 });
  });

  it('a ZIP of 100,000 entries is judged entry by entry', async () => {
    const many = Array.from({ length: 100_000 }, (_, at) => ({
      name: `${at}.txt`,
      bytes: utf8('x'),
    }));
    expect(await inspect(zipInForm(many, { is64: true, isStored: true }))).toMatchObject({
      entries: 100_000,
      nestedArchives: 0,
    });
  });

  it('a ZIP has a flaw wherever it is cut off', async () => {
    for (let at = 1; at < sound.byteLength; at += 1) {
      expect((await inspect(sound.subarray(0, at)))?.flaw).toBeDefined();
    }
  });

  it('a ZIP never causes an exception, whatever bytes are replaced', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(sound.byteLength - 1),
        fc.uint8Array({ minLength: 1, maxLength: 4 }),
        async (at, by) => {
          await inspect(patched(join(sound, zeros(4)), at, by).subarray(0, sound.byteLength));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('a ZIP that unpacks to more than it claims has a flaw, and is not unpacked', async () => {
    const packed = deflateRawSync(zeros(50_000_000));
    const claimed = zip([{ name: 'a', bytes: zeros(50_000_000), claimedSize: packed.byteLength }]);
    expect((await inspect(claimed))?.flaw?.kind).toBe('contradictory');
  });
});

it.each([
  '/a',
  '\\a',
  '\\\\host\\a',
  'C:a',
  'c:\\a',
  '../a',
  'a/../../b',
  '..\\a',
  'a\\..\\..\\b',
  '.. /a',
  '..',
  'a/...',
  '..../a',
  'a\0b',
  '\u2025/a',
  '\uff0e\uff0e/a',
  '..\uff0fa',
  '\xc0\xae\xc0\xae/a',
])('%j leads out of the folder', (name) => {
  expect(isUnsafeName(name)).toBe(true);
});

it.each(['a', 'a/b', 'a..b', '.hidden', 'a/.b', 'a.', '12:30.txt', 'a b', '文件/a.txt'])(
  '%j stays in the folder',
  (name) => {
    expect(isUnsafeName(name)).toBe(false);
  },
);
