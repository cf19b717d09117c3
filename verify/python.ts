// Sets up Python environments for the programs that verify what the project does, outside the project.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../lib/project.ts';

const run = promisify(execFile);
/** Where the readers' code is. */
export const readersFolder = join(import.meta.dirname, 'readers');

/**
 * Prepares a virtual environment in the system's temporary folder with the packages that `requirements.txt` in the folder
 * lists, and returns its Python; an environment for the same list of packages is used again.
 * @throws PythonMissingError when there is no Python or the packages cannot be installed
 */
export async function preparePython(programs = readersFolder): Promise<string> {
  const requirements = join(programs, 'requirements.txt');
  const digest = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const folder = join(tmpdir(), `airlock-python-${digest.slice(0, 12)}`);
  const python = join(folder, 'bin', 'python');
  // Written last, so that an installation that was interrupted is not used.
  const marker = join(folder, 'complete');
  if (await exists(marker)) return python;
  try {
    await rm(folder, { recursive: true, force: true });
    await run('python3', ['-m', 'venv', folder]);
    await run(python, ['-m', 'pip', 'install', '--quiet', '-r', requirements]);
    await writeFile(marker, '');
  } catch (cause) {
    throw new PythonMissingError(
      `No Python with the packages of ${relative(projectRoot, requirements)}: ${firstLine(cause)}`,
      { cause },
    );
  }
  return python;
}

/** The programs cannot be run on this machine. */
export class PythonMissingError extends Error {
  override readonly name = 'PythonMissingError';
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const firstLine = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
