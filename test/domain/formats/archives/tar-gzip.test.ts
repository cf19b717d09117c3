// TAR and GZIP: every entry and every member is judged, wherever it stands and however it is named.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TarReader } from '../../../../lambdas/domain/formats/archives/tar-reader.ts';
import { archiveVariants, paxRecord } from '../../../fixtures/hostile/archive-variants.ts';
import { tarEntry } from '../../../fixtures/hostile/tar.ts';
import { join, look, patched } from '../look.ts';

const end = Buffer.alloc(1024);
const TAR = 'application/x-tar';
const GZIP = 'application/gzip';
const inspect = async (type: string, bytes: Uint8Array) => (await look(type, bytes)).archive;
const file = tarEntry({ name: 'a.txt', content: 'hello' });

it('finds what leaves the folder, links and archives in every variant', async () => {
  const missed: string[] = [];
  for (const { kind, name, contentType, bytes } of archiveVariants) {
    const found = await inspect(contentType, bytes());
    const isFound =
      kind === 'unsafeName' ? found?.unsafeName !== undefined : found?.nestedArchives === 1;
    if (!isFound || found?.flaw) missed.push(name);
  }
  expect(missed).toEqual([]);
});

describe('TAR', () => {
  it('the sizes in the headers of a TAR are added up', async () => {
    const program = tarEntry({ name: 'run', content: 'MZ program' });
    expect(
      await inspect(TAR, join(file, program, tarEntry({ name: 'd/', type: '5' }), end)),
    ).toEqual({
      entries: 3,
      expandedBytes: 15,
      nestedArchives: 0,
      programs: 1,
    });
  });

  it.each([
    ['data behind its end', join(file, end, file), 'contradictory'],
    [
      'an entry behind one block of zeros',
      join(file, Buffer.alloc(512), file, end),
      'contradictory',
    ],
    ['no end mark', file, 'truncated'],
    ['an entry cut off', file.subarray(0, 514), 'truncated'],
    ['a wrong checksum', join(file, patched(file, 0, 'b'), end), 'contradictory'],
    ['a sparse file of GNU', join(tarEntry({ name: 'a', type: 'S' }), end), 'unreadable'],
    [
      'a sparse file in a pax header',
      join(
        tarEntry({ name: 'x', type: 'x', content: paxRecord('GNU.sparse.size', '9') }),
        file,
        end,
      ),
      'unreadable',
    ],
    [
      'a folder with content',
      join(tarEntry({ name: 'a/', type: '5', content: 'x' }), end),
      'contradictory',
    ],
    ['an unknown type', join(tarEntry({ name: 'a', type: 'Z' }), end), 'unreadable'],
    [
      'two names before one entry',
      join(
        tarEntry({ name: 'x', type: 'x', content: paxRecord('path', 'a') }),
        tarEntry({ name: 'x', type: 'L', content: 'b' }),
        file,
        end,
      ),
      'contradictory',
    ],
    [
      'an extended header without an entry',
      join(tarEntry({ name: 'x', type: 'x', content: paxRecord('path', 'a') }), end),
      'contradictory',
    ],
    [
      'a record with a wrong length',
      join(tarEntry({ name: 'x', type: 'x', content: '99 path=a\n' }), file, end),
      'contradictory',
    ],
    [
      'an extended header of 8 GB',
      tarEntry({ name: 'x', type: 'x', size: 8 ** 11 - 1 }),
      'unreadable',
    ],
  ])('refuses %s', async (_what, bytes, kind) => {
    expect((await inspect(TAR, bytes))?.flaw?.kind).toBe(kind);
    expect((await inspect(GZIP, gzipSync(bytes)))?.flaw?.kind).toBe(kind);
  });

  it('the size in a pax header is accepted when the header has the same', async () => {
    const sized = (size: string) =>
      join(
        tarEntry({ name: 'x', type: 'x', content: paxRecord('size', size) }),
        tarEntry({ name: 'a', content: 'hello' }),
        end,
      );
    expect(await inspect(TAR, sized('5'))).toMatchObject({ entries: 1, expandedBytes: 5 });
    expect((await inspect(TAR, sized('600')))?.flaw?.kind).toBe('contradictory');
  });

  it('reads the same however its bytes arrive', () => {
    const bytes = join(file, tarEntry({ name: '../b', content: 'x'.repeat(2000) }), end);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 })), (cuts) => {
        const reader = new TarReader();
        let at = 0;
        for (const cut of cuts) {
          reader.push(bytes.subarray(at, at + cut));
          at += cut;
        }
        reader.push(bytes.subarray(at));
        reader.end();
        expect(reader.evidence).toMatchObject({
          entries: 2,
          expandedBytes: 2005,
          unsafeName: '../b',
        });
      }),
    );
  });

  it('a TAR that is cut off at any 64th byte has a flaw and causes no exception', async () => {
    const bytes = join(file, file, end);
    for (let length = 64; length < bytes.byteLength - 512; length += 64) {
      expect((await inspect(TAR, bytes.subarray(0, length)))?.flaw).toBeDefined();
    }
  });
});

describe('GZIP', () => {
  it('all members of a GZIP are unpacked', async () => {
    const bytes = join(gzipSync('hello'), gzipSync(Buffer.alloc(2_000_000)), Buffer.alloc(99));
    expect(await inspect(GZIP, bytes)).toMatchObject({ entries: 1, expandedBytes: 2_000_005 });
  });

  it('finds an archive and a program inside', async () => {
    expect(await inspect(GZIP, gzipSync(gzipSync('x')))).toMatchObject({ nestedArchives: 1 });
    expect(await inspect(GZIP, gzipSync('MZ x'))).toMatchObject({ programs: 1 });
  });

  const packed = gzipSync('hello');
  it.each([
    ['something behind its end', join(packed, 'this is no member'), 'contradictory'],
    ['a wrong checksum', patched(packed, packed.byteLength - 8, 'x'), 'contradictory'],
    ['a wrong size', patched(packed, packed.byteLength - 4, 'x'), 'contradictory'],
    ['no end', packed.subarray(0, -9), 'truncated'],
    [
      '50,000 empty members',
      Buffer.alloc(50_000 * gzipSync('').byteLength, gzipSync('')),
      'unreadable',
    ],
  ])('refuses %s', async (_what, bytes, kind) => {
    expect((await inspect(GZIP, bytes))?.flaw?.kind).toBe(kind);
  });

  it('stops at a bomb and reports the most that it may hold', async () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000));
    const found = await inspect(GZIP, bomb);
    expect(found?.expandedBytes).toBe(bomb.byteLength * 1032);
  });
});
