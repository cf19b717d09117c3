// Manages the output directory of collect and distinguishes its own files from others.
import { createHash } from 'node:crypto';
import {
  constants,
  copyFileSync,
  createReadStream,
  createWriteStream,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { changed } from './read-whole.ts';
import { isSameStamp, type Stamp, stampOf } from './stamp.ts';

/** Name of the manifest, in the directory that it describes. */
export const manifestName = 'manifest.json';

/** The output directory. */
export class Output {
  readonly directory: string;
  readonly #made = new Set<string>();
  #copies = 0;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Whether a file of this size exists. */
  has(path: string, bytes: number): boolean {
    const stats = statSync(join(this.directory, path), { throwIfNoEntry: false });
    return stats?.isFile() === true && stats.size === bytes;
  }

  /** Writes a file that is held in memory. */
  write(path: string, bytes: Buffer): void {
    writeFileSync(this.#place(path), bytes);
  }

  /** Copies a file of the output. */
  duplicate(path: string, to: string): void {
    copyFileSync(join(this.directory, path), this.#place(to), constants.COPYFILE_FICLONE);
  }

  /** Writes a file atomically, because others may read it at any moment. */
  replace(path: string, content: string): void {
    const place = this.#place(path);
    writeFileSync(`${place}.new`, content);
    renameSync(`${place}.new`, place);
  }

  /**
   * Copies a file of any size in a few kilobytes of memory; its path may depend on its digest.
   * @throws when another process writes to it during both attempts.
   */
  async copy(file: string, seen: Stamp, pathOf: (digest: string) => string): Promise<Copied> {
    const temporary = this.#place(`.copy-${this.#copies++}`);
    let before = seen;
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const digest = await copyAndHash(file, temporary);
      const stamp = stampOf(file);
      if (isSameStamp(before, stamp) && stampOf(temporary).bytes === stamp.bytes) {
        renameSync(temporary, this.#place(pathOf(digest)));
        return { digest, stamp };
      }
      before = stamp;
    }
    rmSync(temporary);
    throw changed();
  }

  /** Deletes every file but these, and the directories that are empty then; returns how many files it deleted. */
  keepOnly(paths: ReadonlySet<string>): number {
    return this.#prune('', paths).deleted;
  }

  #prune(prefix: string, paths: ReadonlySet<string>): { deleted: number; isEmpty: boolean } {
    let deleted = 0;
    let kept = 0;
    for (const entry of readdirSync(join(this.directory, prefix), { withFileTypes: true })) {
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory()) {
        const below = this.#prune(`${path}/`, paths);
        deleted += below.deleted;
        if (below.isEmpty) rmdirSync(join(this.directory, path));
        else kept += 1;
      } else if (paths.has(path)) {
        kept += 1;
      } else {
        rmSync(join(this.directory, path));
        deleted += 1;
      }
    }
    return { deleted, isEmpty: kept === 0 };
  }

  #place(path: string): string {
    const place = join(this.directory, path);
    const directory = dirname(place);
    if (!this.#made.has(directory)) {
      mkdirSync(directory, { recursive: true });
      this.#made.add(directory);
    }
    return place;
  }
}

/** The result of a copy. */
export interface Copied {
  readonly digest: string;
  readonly stamp: Stamp;
}

async function copyAndHash(from: string, to: string): Promise<string> {
  const hash = createHash('sha384');
  const pass = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(
    createReadStream(from, { highWaterMark: 256 * 1024 }),
    pass,
    createWriteStream(to),
  );
  return hash.digest('base64');
}
