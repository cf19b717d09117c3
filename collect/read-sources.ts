// Second step of collect: hashes every file and reads its references. A file without references is written at once.
import { bytesInWords } from '../lambdas/domain/bytes-in-words.ts';
import type { Cache, Known } from './cache.ts';
import { decodeText, lineAt } from './decode-text.ts';
import { digestOf } from './fingerprint.ts';
import type { SourceFile } from './list-sources.ts';
import type { Naming } from './naming.ts';
import type { Output } from './output.ts';
import type { Problem } from './problems.ts';
import { readWhole } from './read-whole.ts';
import { readerOf } from './references/read-references.ts';
import type { Reading } from './references/reference.ts';

/** Files above this are copied in pieces, several at a time; texts that may refer to others are always read whole. */
const maxWholeBytes = 1024 ** 2;
/** The largest text that is held in memory. */
const maxTextBytes = 64 * 1024 ** 2;
/** How many large files are copied at a time. */
const concurrency = 4;

/** What the step needs. */
export interface ReadOptions {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly naming: Naming;
  readonly cache: Cache;
  readonly output: Output;
}

/** The results for every file, and the files that could not be read. */
export interface ReadResult {
  readonly known: Map<string, Known>;
  readonly problems: readonly Problem[];
}

/** Reads all sources; a file that has not changed since the last run is not read again. */
export async function readSources(options: ReadOptions): Promise<ReadResult> {
  const { files, naming, cache, output } = options;
  const known = new Map<string, Known>();
  const problems: Problem[] = [];
  const large: SourceFile[] = [];

  for (const source of files.values()) {
    const before = cache.find(source.name, source.stamp);
    if (before && !mustBeRead(source, before)) known.set(source.name, before);
    else if (isLarge(source)) large.push(source);
    else attempt(source, readSmall);
  }
  await Promise.all(Array.from({ length: concurrency }, copyLarge));
  return { known, problems };

  function mustBeRead({ name }: SourceFile, { digest, reading, stamp }: Known): boolean {
    const refers = reading !== undefined && reading.references.length > 0;
    return !refers && !output.has(naming.pathOf(name, digest), stamp.bytes);
  }

  function isLarge({ name, stamp }: SourceFile): boolean {
    return stamp.bytes > maxWholeBytes && !readerFor(name);
  }

  function readerFor(name: string): ((text: string) => Reading) | undefined {
    return naming.isRead(name) ? readerOf(name) : undefined;
  }

  function readSmall({ name, file, stamp: seen }: SourceFile): void {
    const read = readerFor(name);
    if (read && seen.bytes > maxTextBytes) {
      throw new Error(
        `has ${bytesInWords(seen.bytes)}, too many to be rewritten; list it in static.verbatim`,
      );
    }
    const { bytes, stamp } = readWhole(file, seen);
    const digest = digestOf(bytes);
    const reading = read && readText(read, bytes);
    known.set(name, { stamp, digest, ...(reading && { reading }) });
    if (!reading?.references.length) output.write(naming.pathOf(name, digest), bytes);
  }

  async function copyLarge(): Promise<void> {
    for (let source = large.pop(); source; source = large.pop()) {
      const { name, file, stamp: seen } = source;
      try {
        known.set(name, await output.copy(file, seen, (digest) => naming.pathOf(name, digest)));
      } catch (error) {
        problems.push(toProblem(file, error));
      }
    }
  }

  function attempt(source: SourceFile, read: (source: SourceFile) => void): void {
    try {
      read(source);
    } catch (error) {
      problems.push(toProblem(source.file, error));
    }
  }
}

function readText(read: (text: string) => Reading, bytes: Buffer): Reading {
  const { content } = decodeText(bytes);
  try {
    return read(content);
  } catch (cause) {
    throw new UnreadableError(content, cause);
  }
}

/** A text that is not of the type that its name says. */
class UnreadableError extends Error {
  readonly line: number | undefined;

  constructor(content: string, cause: unknown) {
    const { line, reason, idx, message } = cause as {
      readonly line?: number;
      readonly reason?: string;
      readonly idx?: number;
      readonly message: string;
    };
    super(`cannot be read: ${reason ?? message}; correct it, or list it in static.verbatim`, {
      cause,
    });
    this.line = line ?? (idx === undefined ? undefined : lineAt(content, idx));
  }
}

function toProblem(file: string, error: unknown): Problem {
  const { message: reason } = error as Error;
  const line = error instanceof UnreadableError ? error.line : undefined;
  return { file, reason, ...(line !== undefined && { line }) };
}
