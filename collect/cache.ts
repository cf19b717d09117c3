// Caches the results of the last run, so that the next run reads only changed files.
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from './fingerprint.ts';
import type { Reading } from './references/reference.ts';
import { isSameStamp, type Stamp } from './stamp.ts';

/** The cached results of one file. */
export interface Known {
  readonly stamp: Stamp;
  /** Digest of its bytes as they are in the source. */
  readonly digest: string;
  /** Absent for files that are not read for references. */
  readonly reading?: Reading;
  /** The rewritten file, if its references were rewritten. */
  readonly made?: Made;
  /** The copy under its own name, if its source asks for one. */
  readonly original?: Made;
}

/** A rewritten file and what it was made from. */
export interface Made {
  /** Digest of everything that determines its bytes. */
  readonly cause: string;
  readonly path: string;
  /** Digest of its bytes as they are served. */
  readonly digest: string;
  readonly bytes: number;
}

interface Saved {
  readonly version: string;
  readonly files: Readonly<Record<string, Known>>;
}

/**
 * File systems record times in ticks of some milliseconds: a file that was changed right before it was read may be changed again
 * within the same tick, without a visible difference.
 */
const tickMilliseconds = 100;

/** The cache of one output directory. */
export class Cache {
  readonly #file: string;
  readonly #version: string;
  readonly #known: Map<string, Known>;
  readonly #trustedBefore: number;

  /** Opens the cache in this file for a run that began at `startedAt`; one of other settings or other code is empty. */
  constructor(file: string, settings: unknown, startedAt: number) {
    this.#file = file;
    this.#version = digestOf(codeDigest() + JSON.stringify(settings));
    this.#trustedBefore = startedAt - tickMilliseconds;
    const saved = tryRead(file);
    this.#known = new Map(saved?.version === this.#version ? Object.entries(saved.files) : []);
  }

  /** The cached results of a file; undefined if it was changed since. */
  find(name: string, stamp: Stamp): Known | undefined {
    const known = this.#known.get(name);
    return known && isSameStamp(known.stamp, stamp) ? known : undefined;
  }

  /** Saves the cache for the next run. */
  save(files: ReadonlyMap<string, Known>): void {
    const trusted = [...files].filter(
      ([, { stamp }]) => Math.max(stamp.modifiedAt, stamp.changedAt) < this.#trustedBefore,
    );
    const saved: Saved = { version: this.#version, files: Object.fromEntries(trusted) };
    writeFileSync(`${this.#file}.new`, JSON.stringify(saved));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function tryRead(file: string): Saved | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // No cache yet, or an incomplete one: everything is read, as on the first run.
    return undefined;
  }
}

/** Digest of this program: results of another version are not used. */
function codeDigest(): string {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]s$/.test(name))
    .sort();
  return digestOf(files.map((name) => readFileSync(join(import.meta.dirname, name))).join('\0'));
}
