// Judges every file of a folder and of the folders in it, one after the other, in the order of their paths.
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Rules } from '../lambdas/domain/collection.ts';
import { JudgeError } from './judge-error.ts';
import { type JudgedFile, judgeFile } from './judge-file.ts';

/**
 * Judges the files below a folder; hidden ones and symbolic links are left out. Paths are relative to the folder.
 * @throws JudgeError when the folder cannot be read or the collection does not exist
 */
export async function* judgeFolder(
  folder: string,
  config: Rules,
  collection?: string,
): AsyncGenerator<JudgedFile> {
  for (const path of await filesIn(folder)) {
    const judged = await judgeFile(path, config, collection);
    yield { ...judged, path: relative(folder, path) };
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (cause: Error) => {
      throw new JudgeError(`Cannot read the folder ${folder}: ${cause.message}`, { cause });
    },
  );
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !isHidden(relative(folder, path)))
    .sort();
}

const isHidden = (path: string): boolean =>
  path.split(/[\\/]/).some((segment) => segment.startsWith('.'));
