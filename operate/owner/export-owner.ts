// Writes everything of one owner into a folder: the bytes of every ready file, and an index of the records of all files.
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { File } from '../../lambdas/http/contract.ts';
import type { OwnerFiles } from './owner-files.ts';

/** The counts of an export. */
export interface Export {
  /** Files of the owner, in any status. */
  readonly files: number;
  /** Ready files whose bytes were written by this run. */
  readonly written: number;
  /** Ready files whose bytes had been written before. */
  readonly kept: number;
  /** One sentence for each file whose bytes could not be written. */
  readonly failures: readonly string[];
}

/** Fetches the bytes behind a signed link. */
export type Fetch = (url: string) => Promise<Response>;

/** Name of the index within the folder; the bytes lie in `files`. */
export const INDEX_NAME = 'files.jsonl';

/** Attempts for one file. */
const MAX_ATTEMPTS = 3;

/**
 * Exports. A file that an earlier run has written is not fetched again: bytes get their name when they are complete. The index
 * is replaced at the end. Folder and files are readable by the caller's account alone.
 */
export async function exportOwner(
  owner: OwnerFiles,
  directory: string,
  fetchBytes: Fetch,
): Promise<Export> {
  await mkdir(join(directory, 'files'), { recursive: true, mode: 0o700 });
  const unfinished = join(directory, `${INDEX_NAME}.part`);
  const index = await open(unfinished, 'w', 0o600);
  const failures: string[] = [];
  const counts = { files: 0, written: 0, kept: 0 };
  try {
    for await (const file of owner.list()) {
      counts.files += 1;
      const path = file.status === 'ready' ? pathOf(file) : undefined;
      const outcome = path && (await writeFile(file, join(directory, path)));
      if (outcome) counts[outcome] += 1;
      const line = { ...file, ...(outcome && { path }) };
      await index.appendFile(`${JSON.stringify(line)}\n`);
    }
  } finally {
    await index.close();
  }
  await rename(unfinished, join(directory, INDEX_NAME));
  return { ...counts, failures };

  async function writeFile(file: File, path: string): Promise<'written' | 'kept' | undefined> {
    if (existsSync(path)) return 'kept';
    let reason = 'it was deleted';
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      // A new link for each attempt, because it is valid for minutes.
      const url = await owner.link(file.id);
      if (url === undefined) break;
      const failure = await download(url, path, fetchBytes);
      if (failure === undefined) return 'written';
      reason = failure;
    }
    failures.push(`${file.id} (${file.filename}) was not written: ${reason}.`);
    return undefined;
  }
}

/** Writes the bytes behind a link; returns why it failed. */
async function download(url: string, path: string, fetchBytes: Fetch): Promise<string | undefined> {
  const unfinished = `${path}.part`;
  try {
    const response = await fetchBytes(url);
    if (!response.ok || !response.body) return `its link was answered with ${response.status}`;
    const target = createWriteStream(unfinished, { mode: 0o600 });
    await pipeline(
      Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]),
      target,
    );
    await rename(unfinished, path);
    return undefined;
  } catch (error) {
    await rm(unfinished, { force: true });
    return (error as Error).message;
  }
}

/** Longest part of a filename that is kept, in characters: with the id it fits into what file systems allow. */
const MAX_NAME_LENGTH = 60;

/**
 * The path of a file's bytes: its id, its version and the part of its filename that every system can write. A later version has
 * another path, so that it is fetched.
 */
function pathOf({ id, version, filename }: File): string {
  const safe = filename.replace(/[^\p{L}\p{M}\p{N}._-]/gu, '_').slice(-MAX_NAME_LENGTH);
  return `files/${id}${version > 1 ? `-${version}` : ''}-${safe}`;
}
