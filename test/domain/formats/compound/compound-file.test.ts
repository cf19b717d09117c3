// The container itself: chains that loop, share sectors or leave the file, directories that are no tree, and any other bytes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCompound } from '../../../../lambdas/domain/formats/compound/compound-file.ts';
import { childOf } from '../../../../lambdas/domain/formats/compound/directory.ts';
import { inspectCompound } from '../../../../lambdas/domain/formats/compound/inspect-compound.ts';
import { FormatError } from '../../../../lambdas/domain/formats/evidence.ts';
import { bytesInMemory } from '../../bytes-in-memory.ts';
import { le, patched, real } from '../look.ts';
import { buildCompound } from './build-compound.ts';
import { message, presentation, wordDocument, workbook } from './samples.ts';

const large = Buffer.alloc(5000, 'large');
const small = Buffer.alloc(130, 'small');
const sound = buildCompound({ Large: large, Folder: { Small: small, Empty: new Uint8Array() } });
const fatStart = 512 * (1 + sound.readUInt32LE(76));
const directoryStart = 512 * (1 + sound.readUInt32LE(48));
const miniFatStart = 512 * (1 + sound.readUInt32LE(60));

const walk = async (bytes: Uint8Array) => {
  const file = await openCompound(bytesInMemory(bytes).whole());
  await file.checkOthers();
  return file;
};

it('reads streams of both sizes from their storages', async () => {
  const { root, open } = await walk(sound);
  const folder = childOf(root, 'FOLDER');
  const streams = [childOf(root, 'large'), folder && childOf(folder, 'small')];
  for (const [index, stream] of streams.entries()) {
    const expected = [large, small][index];
    const bytes = stream && (await open(stream));
    expect(Buffer.from((await bytes?.read(0, 10_000)) ?? [])).toEqual(expected);
    expect(Buffer.from((await bytes?.read(70, 50)) ?? [])).toEqual(expected?.subarray(70, 120));
  }
});

describe('a container is refused', () => {
  it.each([
    ['whose chain loops', fatStart, le(0, 4)],
    ['whose chain leaves the file', fatStart, le(5000, 4)],
    ['whose chain ends before its stream', fatStart, le(0xfffffffe, 4)],
    ['whose streams share sectors', directoryStart + 128 + 116, le(directoryStart / 512 - 1, 4)],
    ['whose small sectors loop', miniFatStart, le(0, 4)],
    ['whose small sectors lie outside', miniFatStart, le(9999, 4)],
    ['whose directory has a loop', directoryStart + 2 * 128 + 72, le(1, 4)],
    ['whose directory names an entry that is not there', directoryStart + 128 + 72, le(77, 4)],
    [
      'two of whose streams have one name',
      directoryStart + 4 * 128,
      `${'S\0m\0a\0l\0l\0\0'.padEnd(64, '\0')}\x0c`,
    ],
    ['whose stream is larger than the file', directoryStart + 128 + 120, le(0x7fffffff, 4)],
    ['whose root is none', directoryStart + 66, '\x01'],
    ['whose name is too long', directoryStart + 128 + 64, le(80, 2)],
    ['of version 5', 26, le(5, 2)],
    ['with another size of sectors', 30, le(12, 2)],
    ['with more tables than sectors', 44, le(0xffff, 4)],
    ['whose table lies outside', 76, le(0xffff, 4)],
  ])('a compound file is refused: %s', async (_name, at, by) => {
    await expect(walk(patched(sound, at, by as Uint8Array))).rejects.toBeInstanceOf(FormatError);
  });
});

const samples = [
  wordDocument('Text \x13 PAGE \x14 1\x15'),
  workbook(),
  presentation(),
  message(),
  real('fixture.doc.cfb'),
  real('fixture.xls.cfb'),
];

it('reports a document that is cut at any 64th byte, and never throws', async () => {
  for (const bytes of samples.slice(0, 4)) {
    for (let end = 64; end < bytes.byteLength - 512; end += 64) {
      const { document } = await inspectCompound(bytesInMemory(bytes.subarray(0, end)));
      expect(document?.flaw).toBeDefined();
    }
  }
});

it('a compound file never causes an exception, whatever its tables and directory contain', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...samples),
      fc.array(
        fc.tuple(
          fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
          fc.oneof(
            fc.uint8Array({ minLength: 1, maxLength: 8 }),
            fc.nat(200).map((value) => le(value, 4)),
            fc.constantFrom(0xfffffffe, 0xffffffff, 0x7fffffff).map((value) => le(value, 4)),
          ),
        ),
        { minLength: 1, maxLength: 6 },
      ),
      async (bytes, changes) => {
        const changed = Buffer.from(bytes);
        for (const [where, by] of changes) {
          const at = Math.floor(where * (changed.byteLength / 4)) * 4;
          changed.set(by.subarray(0, changed.byteLength - at), at);
        }
        const { document } = await inspectCompound(bytesInMemory(changed));
        expect(document?.findings.length).toBeLessThanOrEqual(20);
      },
    ),
    { numRuns: 1000 },
  );
});
