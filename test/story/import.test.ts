// Runs `airlock import` on a local cloud: objects of its buckets become files, judged as uploads are.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectVersionsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { createAirlock } from '../../client/airlock.ts';
import { projectRoot } from '../../lib/project.ts';
import { serviceToken } from '../access-token.ts';
import { addresses } from './api.ts';
import { auditLines } from './audit-log.ts';

const state = join(inject('runDirectory'), 'story');
const media = addresses.mediaBucket;
const s3 = new S3Client({
  ...{ region: 'us-east-1', credentials: inject('credentials') },
  ...{ endpoint: addresses.s3, forcePathStyle: true },
});
const token = await serviceToken(addresses);
const service = createAirlock({ api: addresses.api, getToken: () => token });
let folder: string;
let owner: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-import-'));
  owner = `person-${randomUUID()}`;
});
afterEach(() => rm(folder, { recursive: true, force: true }));
afterAll(() => s3.destroy());

/** Runs the command on a manifest of these lines; returns its results as the file has them, sorted by line. */
async function runImport(
  lines: readonly object[] | string,
  { args = [], name = 'manifest.jsonl' }: { args?: readonly string[]; name?: string } = {},
) {
  const manifest = join(folder, name);
  const json = (each: object) => JSON.stringify(each);
  await writeFile(manifest, typeof lines === 'string' ? lines : lines.map(json).join('\n'));
  const command = [join(projectRoot, 'bin/import.ts'), manifest, ...args];
  const ended = await new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [...command, '--local', '--state', state], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
  const written = await readFile(resultsOf(name), 'utf8').catch(() => '');
  const results = written
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line))
    .sort((one, other) => one.line - other.line);
  return { ...ended, results };
}

const resultsOf = (name = 'manifest.jsonl'): string => join(folder, `${name}.results.jsonl`);

/** Puts an object where Airlock knows nothing of it; returns its place and its version. */
async function put(
  body: string | Uint8Array,
  { bucket = media, key = `legacy/${randomUUID()}`, type = 'text/plain' } = {},
) {
  const { VersionId: versionId } = await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(body), ContentType: type }),
  );
  return { place: { bucket, key }, versionId };
}

const lineOf = (place: object, more: object = {}) => ({
  ...place,
  ...{ owner, collection: 'everything', name: 'note.txt' },
  ...more,
});

const bytesOf = async (id: string): Promise<string> =>
  (await fetch((await service.download(id)).url)).text();

describe('airlock import', () => {
  it('makes files of objects of the own and of another bucket, with owner, time and metadata, and leaves the objects alone', async () => {
    const key = `legacy/${randomUUID()}/ärger & co?.txt`;
    const own = await put('a letter', { key });
    const other = await put('a note', { bucket: addresses.publicBucket });
    const { code, stdout, results } = await runImport([
      lineOf(own.place, {
        ...{ name: 'letter.txt', title: 'A letter', reference: '4711' },
        ...{ createdAt: '2019-05-01T10:00:00+02:00', metadata: { orderId: 'A-1' } },
      }),
      lineOf(other.place),
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `2 ready.\nResults: ${resultsOf()}\n` });
    expect(results).toMatchObject([
      { line: 1, status: 'ready', ...own.place, reference: '4711', owner },
      { line: 2, status: 'ready', ...other.place, collection: 'everything' },
    ]);
    const [letter, note] = results.map(({ id }) => id);
    expect(await service.get(letter)).toMatchObject({
      ...{ status: 'ready', owner, filename: 'letter.txt', title: 'A letter', size: 8 },
      ...{ createdAt: '2019-05-01T08:00:00.000Z', metadata: { orderId: 'A-1' } },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect([await bytesOf(letter), await bytesOf(note)]).toEqual(['a letter', 'a note']);
    expect(await service.usage({ owner })).toMatchObject({ files: 2, bytes: 14 });
    const versions = new ListObjectVersionsCommand({ Bucket: media, Prefix: key });
    expect((await s3.send(versions)).Versions).toHaveLength(1);
  });

  it('judges imported bytes as uploaded ones, and reports what is refused before a byte is copied', async () => {
    const program = await put(Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)]));
    const text = await put('text');
    const empty = await put('');
    const large = await put('x'.repeat(1024 * 1024 + 1));
    const missing = { bucket: media, key: `legacy/${randomUUID()}` };
    const { code, stdout, results } = await runImport([
      lineOf(program.place),
      lineOf(text.place, { collection: 'posters', name: 'note.txt' }),
      lineOf(empty.place),
      lineOf(large.place, { collection: 'drafts' }),
      lineOf(missing),
      lineOf(text.place, { versionId: 'no-such-version' }),
      lineOf({ bucket: 'no-such-bucket-anywhere', key: 'a' }),
      lineOf(text.place, { collection: 'nowhere' }),
    ]);
    expect(code).toBe(1);
    expect(stdout).toContain('1 rejected');
    expect(results.map(({ status, reason }) => [status, reason])).toEqual([
      ['rejected', expect.any(String)],
      ['refused', expect.stringMatching(/^type_not_allowed: It is a plain text file;/)],
      ['refused', 'The object is empty.'],
      ['refused', expect.stringMatching(/^file_too_large: The file has 1 MB \(1,048,577 bytes\);/)],
      ['missing', 'There is no such object.'],
      [expect.stringMatching(/^(missing|failed)$/), expect.any(String)],
      ['missing', 'There is no such object.'],
      ['refused', expect.stringMatching(/^invalid_request: collection: is not one of /)],
    ]);
    expect(await service.usage({ owner })).toMatchObject({ files: 0, bytes: 0 });
  });

  it('imports the version that a line names, and two files of one object under two references', async () => {
    const { place, versionId } = await put('the first content');
    await put('the second content', { key: place.key });
    const { code, results } = await runImport([
      lineOf(place, { versionId }),
      lineOf(place, { reference: 'one' }),
      lineOf(place, { reference: 'two' }),
    ]);
    expect(code).toBe(0);
    expect(new Set(results.map(({ id }) => id)).size).toBe(3);
    expect(await Promise.all(results.map(({ id }) => bytesOf(id)))).toEqual([
      'the first content',
      'the second content',
      'the second content',
    ]);
  });

  it('continues where an interrupted run ended, also without its results, and never imports an object twice', async () => {
    const objects = await Promise.all(['one', 'two', 'three'].map((text) => put(text)));
    const lines = objects.map(({ place }) => lineOf(place));
    const first = await runImport(lines.slice(0, 1));
    const id = first.results[0].id;
    // The run was killed while it wrote the second result.
    await writeFile(resultsOf(), `${JSON.stringify(first.results[0])}\n{"line":2,"sta`);
    const second = await runImport(lines);
    expect(second.stdout).toMatch(/^3 ready\./);
    const written = (await readFile(resultsOf(), 'utf8')).trimEnd().split('\n');
    expect(written).toHaveLength(4);
    await rm(resultsOf());
    const third = await runImport(lines);
    expect(third.results.map((each) => each.status)).toEqual(['ready', 'ready', 'ready']);
    expect(third.results[0].id).toBe(id);
    expect(await service.usage({ owner })).toMatchObject({ files: 3 });
  });

  it('leaves a file alone that was deleted after its import', async () => {
    const { place } = await put('to be deleted');
    const { results } = await runImport([lineOf(place)]);
    await service.removeAll([results[0].id]);
    await rm(resultsOf());
    const again = await runImport([lineOf(place)]);
    expect(again).toMatchObject({ code: 1, results: [{ status: 'deleted', id: results[0].id }] });
  });

  it('holds the quota of the owner unless it is asked to exceed it, and counts the files in both cases', async () => {
    owner = 'staff';
    await service.deleteOwner(owner);
    const { place } = await put('x'.repeat(1001));
    const refused = await runImport([lineOf(place)]);
    expect(refused.results).toMatchObject([
      { status: 'refused', reason: expect.stringMatching(/^quota_exceeded: /) },
    ]);
    const { code, stdout } = await runImport([lineOf(place)], { args: ['--ignore-quota'] });
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 ready/) });
    expect(await service.usage({ owner })).toMatchObject({ bytes: 1001, files: 1 });
    await service.deleteOwner(owner);
  });

  it('checks every line of a dry run, and writes nothing', async () => {
    const { place } = await put('a note');
    const { code, stdout, results } = await runImport(
      [lineOf(place), lineOf(place, { collection: 'posters' })],
      { args: ['--dry-run'] },
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Line 2: refused, type_not_allowed: .*\n1 admissible, 1 refused\.\n$/);
    expect(results).toEqual([]);
    expect(await service.usage({ owner })).toMatchObject({ files: 0 });
  });

  it('begins nothing when a line of the manifest is wrong, and says which and why', async () => {
    const { place } = await put('a note');
    const { code, stderr, results } = await runImport(
      [
        JSON.stringify(lineOf(place)),
        '{"bucket": ',
        '',
        JSON.stringify(lineOf(place, { size: 5, owner: undefined })),
        JSON.stringify(lineOf(place)),
        JSON.stringify(lineOf({ bucket: media, key: 'media/everything/x' })),
        JSON.stringify(lineOf(place, { metadata: {} })).replace('{}', '{"__proto__":"x"}'),
      ].join('\n'),
    );
    expect(code).toBe(2);
    expect(stderr.split('\n')).toEqual([
      'Line 2: is not valid JSON.',
      expect.stringMatching(/^Line 4: owner: is missing; text is expected\. .*unknown here: size/),
      'Line 5: names the same object as line 1, for the same owner and collection; give each a reference of its own to import it twice.',
      "Line 6: media/everything/x is an object of Airlock's own; it is a file already.",
      expect.stringMatching(/^Line 7: .*__proto__/),
      'Nothing was imported.',
      '',
    ]);
    expect(results).toEqual([]);
  });

  it('reads a manifest of comma-separated values with quotes, metadata and an empty cell', async () => {
    const { place } = await put('a letter');
    const { code, results } = await runImport(
      [
        '\uFEFFbucket,key,owner,collection,name,title,metadata.orderId,metadata.plan',
        `${place.bucket},${place.key},${owner},everything,"a ""letter"", 1.txt",,"A-1,2",`,
        '',
      ].join('\r\n'),
      { name: 'manifest.csv' },
    );
    expect(code).toBe(0);
    const file = await service.get(results[0].id);
    expect(file).toMatchObject({ metadata: { orderId: 'A-1,2' }, filename: 'a "letter", 1.txt' });
    expect(file.title).toBeUndefined();
  });

  it('says what is wrong with its arguments', async () => {
    const missing = await runImport('', { name: 'empty.jsonl' });
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringMatching(/names no object/) });
    const number = await runImport('', { args: ['--concurrency', '0'] });
    expect(number.stderr).toBe('--concurrency has to be a whole number from 1 to 64.\n');
  });
});

it('an import is no route of the API, not even for a service', async () => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  for (const path of ['/imports', '/imports/lookups']) {
    const body = JSON.stringify({ ids: [randomUUID()] });
    const response = await fetch(`${addresses.api}${path}`, { method: 'POST', headers, body });
    expect(response.status).toBe(404);
  }
});

it('records an import in the audit log as an act of the operator', async () => {
  const { place } = await put('a note');
  const { results } = await runImport([lineOf(place)]);
  await expect
    .poll(() => auditLines(results[0].id))
    .toEqual([
      expect.objectContaining({
        ...{ action: 'file_imported', role: 'operator', owner, collection: 'everything' },
        by: expect.stringMatching(/^operator:\w+$/),
      }),
    ]);
});
