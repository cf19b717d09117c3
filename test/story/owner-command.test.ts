// Runs `airlock owner` on a local cloud: owners are listed, and everything of one is exported into a folder, or deleted.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { createAirlock } from '../../client/airlock.ts';
import { projectRoot } from '../../lib/project.ts';
import { serviceToken } from '../access-token.ts';
import { addresses, alice, call, issue } from './api.ts';
import { auditLines } from './audit-log.ts';

const state = join(inject('runDirectory'), 'story');
const token = await serviceToken(addresses);
const service = createAirlock({ api: addresses.api, getToken: () => token });
let folder: string;
let owner: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-owner-'));
  owner = `person/${randomUUID()}`;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const command = (...args: readonly string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(projectRoot, 'bin/owner.ts'), ...args, '--local', '--state', state],
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

const upload = (text: string, name = 'note.txt') =>
  service.upload(new File([text], name, { type: 'text/plain' }), {
    ...{ collection: 'everything', owner },
  });

const indexOf = async (): Promise<Record<string, unknown>[]> =>
  (await readFile(join(folder, 'files.jsonl'), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('airlock owner list', () => {
  interface Listed {
    readonly owner: string;
    readonly files: number;
    readonly bytes: number;
    readonly limits: { readonly files: number; readonly bytes: number };
  }
  const listed = async (...args: readonly string[]): Promise<readonly Listed[]> => {
    const { stdout } = await command('list', '--json', ...args);
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  };

  it('shows what an owner keeps and may keep, in words and as JSON, and no owner without files', async () => {
    await upload('four');
    await upload('more');
    const { limits } = await service.usage({ owner });
    const all = await listed('--limit', '10000');
    expect(all.find((each) => each.owner === owner)).toEqual({ owner, files: 2, bytes: 8, limits });
    const { code, stdout } = await command('list', '--limit', '10000');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining(
        `${owner}: 2 of ${limits.files.toLocaleString('en')} files, 8 bytes of `,
      ),
    });
    await command('delete', owner, '--yes');
    const left = (await listed('--limit', '10000')).map((each) => each.owner);
    expect(left).not.toContain(owner);
  });

  it('continues behind the owner that a page ended with', async () => {
    await upload('one');
    await service.upload(new File(['two'], 'note.txt', { type: 'text/plain' }), {
      ...{ collection: 'everything', owner: `${owner}-2` },
    });
    const { stdout, stderr } = await command('list', '--json', '--limit', '1');
    const { owner: first } = JSON.parse(stdout);
    expect(stderr).toBe(`There are more. To continue: --after ${JSON.stringify(first)}\n`);
    const others = (await listed('--limit', '10000', '--after', first)).map((each) => each.owner);
    expect(others).not.toContain(first);
    expect(new Set([first, ...others])).toEqual(
      new Set((await listed('--limit', '10000')).map((each) => each.owner)),
    );
  });
});

describe('airlock owner export', () => {
  it('writes the bytes of every ready file and an index of all files, and only what is missing when it runs again', async () => {
    const first = await upload('one', 'a letter: “Ä”.txt');
    await upload('two');
    await issue(
      { collection: 'everything', filename: 'p.txt', contentType: 'text/plain', size: 5, owner },
      token,
    );
    const ran = await command('export', owner, '--to', folder);
    expect(ran).toEqual({
      ...{ code: 0, stderr: '' },
      stdout: `${owner} has 3 files: the bytes of 2 written. ${folder}\n`,
    });
    const index = await indexOf();
    expect(index.map(({ status }) => status).sort()).toEqual(['pending', 'ready', 'ready']);
    const path = `files/${first.id}-a_letter___Ä_.txt`;
    expect(index).toContainEqual(expect.objectContaining({ id: first.id, owner, path }));
    expect(await readFile(join(folder, path), 'utf8')).toBe('one');

    await rm(join(folder, path));
    const kept = (await readdir(join(folder, 'files')))[0] ?? '';
    await writeFile(join(folder, 'files', kept), 'not fetched again');
    const again = await command('export', owner, '--to', folder);
    expect(again.stdout).toContain('the bytes of 1 written, 1 there from before.');
    expect(await readFile(join(folder, path), 'utf8')).toBe('one');
    expect(await readFile(join(folder, 'files', kept), 'utf8')).toBe('not fetched again');
    expect(await indexOf()).toHaveLength(3);
  });

  it('finds nothing of an owner who never existed', async () => {
    const { code, stdout } = await command('export', owner, '--to', folder);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('has 0 files'),
    });
    expect(await readFile(join(folder, 'files.jsonl'), 'utf8')).toBe('');
  });
});

describe('airlock owner delete', () => {
  it('says how much it would delete, and deletes it with --yes alone, with the grants that name the owner', async () => {
    const file = await upload('text');
    await upload('more');
    const shared = await issue(
      { collection: 'everything', filename: 's.txt', contentType: 'text/plain', size: 5 },
      alice,
    );
    const grant = `/files/${shared.file.id}/grants/${encodeURIComponent(`user:${owner}`)}`;
    const asked = await command('delete', owner);
    expect(asked).toEqual({
      ...{ code: 2, stdout: '' },
      stderr: `${owner} has 2 files with 8 bytes. To delete them for good, with their grants and links, run the command again with --yes.\n`,
    });
    expect(await service.get(file.id)).toMatchObject({ status: 'ready' });

    expect((await call('PUT', grant, { token: alice })).status).toBe(204);
    const deleted = await command('delete', owner, '--yes');
    expect(deleted).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(
        `Everything of ${owner} is deleted: 2 files, grants and counters.\n`,
      ),
    });
    const { body } = await call('GET', `/files/${shared.file.id}/grants`, { token: alice });
    expect(body.grants).toEqual([]);
    expect((await service.list({ owner })).files).toEqual([]);
    expect(await service.usage({ owner })).toMatchObject({ files: 0, bytes: 0 });
    expect((await command('delete', owner, '--yes')).stdout).toContain('0 files');
  });

  it('stands in the audit log as an act of the operator', async () => {
    await upload('text');
    await command('export', owner, '--to', folder);
    await command('delete', owner, '--yes');
    const actions = async () => {
      const acts = (await auditLines(owner)).filter(({ role }) => role === 'operator');
      return new Set(acts.map(({ action }) => action));
    };
    await expect
      .poll(actions)
      .toEqual(new Set(['files_listed', 'download_issued', 'owner_deleted']));
  });
});

it.each([
  [[], 'Usage: airlock owner list'],
  [['archive', 'ann'], 'Usage: airlock owner list'],
  [['list', 'ann'], 'Usage: airlock owner list'],
  [['list', '--limit', '0'], '--limit has to be a whole number from 1.'],
  [['export', 'ann'], 'Say where to with --to.'],
])('airlock owner %j says what it takes, and exits with 2', async (args, message) => {
  const { code, stderr } = await command(...args);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
});
