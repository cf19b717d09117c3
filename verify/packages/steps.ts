// What the verifications of packages and examples share: steps with a printed outcome, commands, and the packed client.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../lib/project.ts';

/** Runs a command; throws with what it printed. */
export const run = promisify(execFile);

/** The path of a command that this project has installed. */
export const bin = (name: string): string => join(projectRoot, 'node_modules/.bin', name);

/** Arguments of every `npm install`. */
export const quiet = ['--no-audit', '--no-fund', '--silent'] as const;

/** Runs one step; prints what it found, or why it failed, and its seconds. */
export async function step(title: string, work: () => Promise<string>): Promise<void> {
  const since = performance.now();
  const seconds = () => `${((performance.now() - since) / 1000).toFixed(1)} s`;
  try {
    const found = await work();
    process.stdout.write(`ok    ${title}: ${found} (${seconds()})\n`);
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    process.stdout.write(`FAIL  ${title} (${seconds()}): ${error}\n${stdout}${stderr}`);
    process.exitCode = 1;
  }
}

/** Calls `work` with an empty folder, and deletes it in the end. */
export async function inEmptyFolder(work: (home: string) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'airlock-packages-'));
  try {
    await work(home);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Packs a built package of the project into `home`; returns the path of the tarball. */
export async function pack(packageFolder: string, home: string): Promise<string> {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', home], {
    cwd: join(projectRoot, packageFolder),
  });
  const [{ filename, size }] = JSON.parse(stdout) as [{ filename: string; size: number }];
  process.stdout.write(`${filename}: ${size} bytes\n`);
  return join(home, filename);
}
