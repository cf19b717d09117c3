// The command line: help, words for what cannot be done, and the app that `init` writes.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../lib/project.ts';
import packageJson from '../../package.json' with { type: 'json' };

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-command-'));
});
afterAll(() => rm(directory, { recursive: true }));

const airlock = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [join(projectRoot, 'bin/airlock.ts'), ...args], {
    cwd: directory,
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      stdout,
      stderr,
    }),
  );

it('lists its commands when none is named, or when help is asked for', async () => {
  for (const args of [[], ['--help'], ['help']]) {
    const { code, stdout } = await airlock(...args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: airlock <command>/);
    for (const name of ['init', 'start', 'deploy', 'doctor', 'redrive'])
      expect(stdout).toContain(`\n  ${name} `);
  }
});

it('prints its version', async () => {
  expect(await airlock('--version')).toMatchObject({ stdout: `${packageJson.version}\n` });
});

it('answers a command that does not exist with those that do, and exits with 2', async () => {
  const { code, stdout, stderr } = await airlock('strat');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^There is no command “strat”\.\n\nUsage: airlock/);
});

const commands = [
  'init',
  'start',
  'synth',
  'deploy',
  'doctor',
  'user',
  'adopt',
  'redrive',
  'judge',
  'collect',
];

it.each(commands)('%s says how it is used', async (name) => {
  const { code, stdout } = await airlock(name, '--help');
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^Usage: airlock ${name}`));
  expect(stdout).toMatch(/Exits with/);
});

it('the scripts of package.json are the commands', () => {
  const { scripts } = packageJson;
  for (const name of commands.filter((each) => each !== 'init'))
    expect(scripts[name as keyof typeof scripts]).toBe(`node bin/airlock.ts ${name}`);
});

it('init writes an app that is called as its folder, and never over a file', async () => {
  const folder = join(directory, 'My Uploads');
  const first = await airlock('init', folder);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  expect(manifest.name).toBe('my-uploads');
  expect(await readFile(join(folder, 'bin/app.ts'), 'utf8')).toContain('new Airlock(');

  await writeFile(join(folder, 'cdk.json'), '{}');
  const second = await airlock('init', folder);
  expect(second.code).toBe(2);
  expect(second.stderr).toMatch(
    /has bin\/app\.ts, cdk\.json, .* already, which init would overwrite/,
  );
  expect(await readFile(join(folder, 'cdk.json'), 'utf8')).toBe('{}');
});
