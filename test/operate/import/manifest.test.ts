// Manifests as files: both forms, and every way in which a line or a file can be wrong.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManifestLine, readManifest } from '../../../operate/import/manifest.ts';
import { validateManifest } from '../../../operate/import/validate-manifest.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-manifest-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function allOf(lines: AsyncIterable<ManifestLine>): Promise<ManifestLine[]> {
  const all: ManifestLine[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

/** Reads a manifest with this content. */
async function read(content: string | Uint8Array, name = 'm.jsonl'): Promise<ManifestLine[]> {
  const path = join(folder, name);
  await writeFile(path, content);
  return allOf(readManifest(path));
}

const entry = { bucket: 'archive', key: 'a.txt', owner: 'ann', collection: 'notes', name: 'a.txt' };
const lineWith = (changes: object): string => JSON.stringify({ ...entry, ...changes });
const problemOf = async (json: string): Promise<string> => {
  const [line] = await read(json);
  return line?.problem ?? expect.fail('the line is accepted');
};

describe('a manifest of JSON lines', () => {
  it('a manifest is read with the numbers of its lines, whatever ends them', async () => {
    const lines = await read(`\uFEFF${lineWith({})}\r\n\n  \n${lineWith({ key: 'b' })}`);
    expect(lines).toEqual([
      { line: 1, entry },
      { line: 4, entry: { ...entry, key: 'b' } },
    ]);
  });

  it('a line of a manifest takes everything that a claim can say', async () => {
    const full = {
      ...entry,
      ...{ versionId: 'v1', contentType: 'text/plain', title: 'T', caption: 'One\nTwo' },
      ...{ metadata: { orderId: 'A-1', constructor: 'x', toString: 'y' }, reference: '4711' },
      ...{ createdAt: '2019-05-01T10:00:00+02:00', expiresAt: '2030-01-01T00:00:00Z' },
    };
    expect(await read(JSON.stringify(full))).toEqual([{ line: 1, entry: full }]);
  });

  it.each<[string, string, string]>([
    ['text that is no JSON', '{"bucket":', 'is not valid JSON.'],
    ['a list', '[]', 'line: is a list; an object is expected.'],
    ['null', 'null', 'line: is null; an object is expected.'],
    ['a missing owner', lineWith({ owner: undefined }), 'owner: is missing; text is expected.'],
    ['an empty key', lineWith({ key: '' }), 'key: is too short; at least 1 character is expected.'],
    ['a key of another kind', lineWith({ key: 7 }), 'key: is a number; text is expected.'],
    [
      'a field that is unknown',
      lineWith({ sizee: 1 }),
      'line: has fields that are unknown here: sizee; remove them.',
    ],
    [
      'a time in another form',
      lineWith({ createdAt: '01.05.2019' }),
      'createdAt: has to be a time',
    ],
    [
      'a time that is in the year 10000 of UTC',
      lineWith({ expiresAt: '9999-12-31T23:59:59-12:00' }),
      'expiresAt: has to be in the years 0000 to 9999 of UTC.',
    ],
    [
      'a time that is before the year 0',
      lineWith({ createdAt: '0000-01-01T00:00:00+23:59' }),
      'createdAt: has to be in the years 0000 to 9999 of UTC.',
    ],
    ['half of a surrogate pair in a key', lineWith({ key: 'a\ud800' }), 'key: may not hold half'],
    ['half of a pair in an owner', lineWith({ owner: '\udc00' }), 'owner: may not hold half'],
    [
      'half of a pair in a version',
      lineWith({ versionId: '\ud800' }),
      'versionId: may not hold half',
    ],
    [
      'half of a pair in a reference',
      lineWith({ reference: '\ud800' }),
      'reference: may not hold half',
    ],
    [
      'a key that is too long in bytes',
      lineWith({ key: 'ä'.repeat(513) }),
      'key: has more than 1024 bytes.',
    ],
    [
      'a bucket with a path',
      lineWith({ bucket: 'archive/2019' }),
      'bucket: has to be the name of a bucket.',
    ],
    [
      'a bucket as an ARN',
      lineWith({ bucket: 'arn:aws:s3:::archive' }),
      'bucket: has to be the name of a bucket.',
    ],
    [
      'metadata with 100 names',
      lineWith({
        metadata: Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`n${i}`, ''])),
      }),
      'metadata: holds more than 32 names.',
    ],
    [
      'a control character in metadata',
      lineWith({ metadata: { a: 'x\u0007' } }),
      'metadata.a: may hold neither control characters nor line breaks.',
    ],
    [
      'the name of a prototype',
      lineWith({ metadata: {} }).replace('{}', '{"__proto__":"x"}'),
      'holds the name __proto__',
    ],
  ])('reports %s in words', async (_what, json, problem) => {
    expect(await problemOf(json)).toContain(problem);
  });

  it('a manifest is refused where it is not UTF-8, or does not exist', async () => {
    await expect(read(Buffer.from([0x7b, 0xff, 0x7d]))).rejects.toThrow('m.jsonl is not UTF-8.');
    const missing = allOf(readManifest(join(folder, 'missing.jsonl')));
    await expect(missing).rejects.toThrow(/^Cannot read .*missing\.jsonl: ENOENT/);
  });
});

describe('a manifest of comma-separated values', () => {
  const header = 'bucket,key,owner,collection,name';

  it.each<[string, string, object]>([
    [
      'another number of cells',
      `${header}\na,b,c`,
      { line: 2, problem: 'has 3 cells; the header has 5.' },
    ],
    [
      'an unknown column',
      `${header},sizee\narchive,k,ann,notes,a.txt,5`,
      { line: 2, problem: expect.stringContaining('unknown here: sizee') },
    ],
    [
      'metadata of a prototype',
      `${header},metadata.__proto__\narchive,k,ann,notes,a.txt,x`,
      { line: 2, problem: expect.stringContaining('__proto__') },
    ],
    [
      'a column of a prototype',
      `${header},__proto__\narchive,k,ann,notes,a.txt,x`,
      { line: 2, problem: expect.stringContaining('__proto__') },
    ],
  ])('reports %s', async (_what, csv, expected) => {
    expect(await read(csv, 'm.CSV')).toEqual([expected]);
  });
});

it('a manifest with two columns of the same name is refused, because one would be lost', async () => {
  const csv = 'bucket,key,owner,collection,name, owner\narchive,k,ann,notes,a.txt,ben';
  await expect(read(csv, 'm.csv')).rejects.toThrow(
    'The header of the manifest has the column "owner" more than once.',
  );
});

describe('validating a manifest', () => {
  const validate = async (...lines: readonly object[]) => {
    const path = join(folder, 'm.jsonl');
    await writeFile(path, lines.map((line) => JSON.stringify({ ...entry, ...line })).join('\n'));
    return validateManifest(readManifest(path), 'media-bucket');
  };

  it('counts every problem and shows the first twenty', async () => {
    const result = await validate(...Array.from({ length: 50 }, () => ({ owner: '' })));
    expect(result).toMatchObject({ count: 50, problemCount: 50 });
    expect(result.problems).toHaveLength(20);
  });

  it.each<[object, object, number]>([
    [{}, {}, 1],
    [{}, { name: 'another.txt', title: 'T' }, 1],
    [{}, { reference: 'two' }, 0],
    [{}, { owner: 'ben' }, 0],
    [{}, { collection: 'letters' }, 0],
    [{}, { versionId: 'v1' }, 0],
    [{ bucket: 'media-bucket', key: 'media/a' }, {}, 1],
    [{ bucket: 'media-bucket', key: 'variants/a' }, {}, 1],
    [{ bucket: 'media-bucket', key: 'legacy/media/a' }, { bucket: 'other', key: 'media/a' }, 0],
  ])('finds in %j and %j as many problems as there are', async (one, other, count) => {
    expect((await validate(one, other)).problemCount).toBe(count);
  });
});
