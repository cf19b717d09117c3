// Last step of collect: writes the files with references, each after the files whose names it contains.
import type { Known, Made } from './cache.ts';
import { components } from './components.ts';
import { decodeText } from './decode-text.ts';
import { digestOf, integrityOf } from './fingerprint.ts';
import type { Link } from './link.ts';
import type { SourceFile } from './list-sources.ts';
import type { Naming } from './naming.ts';
import type { Output } from './output.ts';
import { CollectError } from './problems.ts';
import { changed, readWhole } from './read-whole.ts';
import { type Edit, rewrite } from './rewrite.ts';
import { formatUrl } from './url.ts';

/** A file with references to others. */
export interface LinkedFile {
  readonly source: SourceFile;
  readonly known: Known;
  readonly links: readonly Link[];
}

/** The place of a file's bytes, and their digest. */
export type Settled = Pick<Made, 'path' | 'digest' | 'bytes'>;

/** What the step needs. */
export interface WriteOptions {
  readonly files: ReadonlyMap<string, LinkedFile>;
  /** The result for a file without references. */
  readonly settled: (name: string) => Settled;
  readonly naming: Naming;
  readonly output: Output;
}

/**
 * Writes them all and returns what became of each.
 *
 * A name is the hash of the bytes that are served. Files that refer to one another in a circle cannot have such names,
 * since each would have to be known before the other: they share one hash, over the content of all of them, in which
 * only the names from within the circle stand as they were written.
 * @throws when a file is not what it was when its references were read.
 */
export function writeLinked({ files, settled, naming, output }: WriteOptions): Map<string, Made> {
  const made = new Map<string, Made>();
  for (const names of components(graphOf(files, isNeeded))) {
    const circle = new Set(names);
    const members = names.flatMap((name) => files.get(name) ?? []);
    const isWithin = (link: Link) => circle.has(link.target) && isNeeded(link);
    const cause = digestOf(JSON.stringify(members.map((member) => causeOf(member, isWithin))));
    if (!reuse(members, cause)) write(members, cause, isWithin);
  }
  return made;

  /** Whether the target's name must be known first, because it is part of the written text. */
  function isNeeded({ target, reference }: Link): boolean {
    return naming.isRenamed(target) || reference.use === 'integrity';
  }

  /** Everything that determines a file's bytes, except the names from within its circle. */
  function causeOf(
    { source, known, links }: LinkedFile,
    isWithin: (link: Link) => boolean,
  ): unknown {
    return [source.name, known.digest, links.map((link) => (isWithin(link) ? 0 : wordFor(link)))];
  }

  function reuse(members: readonly LinkedFile[], cause: string): boolean {
    const before = members.flatMap(({ known }) => known.made ?? []);
    const isSame = (each: Made) => each.cause === cause && output.has(each.path, each.bytes);
    if (before.length !== members.length || !before.every(isSame)) return false;
    for (const { source, known } of members) if (known.made) made.set(source.name, known.made);
    return true;
  }

  function write(
    members: readonly LinkedFile[],
    cause: string,
    isWithin: (link: Link) => boolean,
  ): void {
    const paths = new Map<string, string>();
    if (members.some(({ links }) => links.some(isWithin))) {
      const shared = sharedDigest(members, isWithin);
      for (const { source } of members) paths.set(source.name, naming.pathOf(source.name, shared));
    }
    for (const member of members) {
      const { name } = member.source;
      const bytes = rewriteSource(member, (link) => wordFor(link, paths));
      const digest = digestOf(bytes);
      const path = paths.get(name) ?? naming.pathOf(name, digest);
      output.write(path, bytes);
      made.set(name, { cause, path, digest, bytes: bytes.length });
    }
  }

  function sharedDigest(members: readonly LinkedFile[], isWithin: (link: Link) => boolean): string {
    const contents = members.map((member) => [
      member.source.name,
      digestOf(rewriteSource(member, (link) => (isWithin(link) ? undefined : wordFor(link)))),
    ]);
    return digestOf(JSON.stringify(contents));
  }

  /** The text in place of a link. */
  function wordFor({ reference, url, target }: Link, paths?: ReadonlyMap<string, string>): string {
    if (!isNeeded({ reference, url, target })) return formatUrl(url, target);
    const found = made.get(target) ?? (files.has(target) ? undefined : settled(target));
    if (reference.use === 'integrity') {
      if (found && !paths?.has(target)) return integrityOf(found.digest);
      throw new Error(
        `asks for the hash of ${target}, which refers back to it; remove the integrity`,
      );
    }
    return formatUrl(url, paths?.get(target) ?? found?.path ?? target);
  }
}

function graphOf(
  files: WriteOptions['files'],
  isNeeded: (link: Link) => boolean,
): Map<string, readonly string[]> {
  const targetsOf = ({ links }: LinkedFile) => links.filter(isNeeded).map(({ target }) => target);
  return new Map([...files].map(([name, file]) => [name, targetsOf(file)]));
}

/** The file's bytes, with each link replaced that has a new text. */
export function rewriteSource(
  { source, known, links }: LinkedFile,
  wordFor: (link: Link) => string | undefined,
): Buffer {
  try {
    const { bytes } = readWhole(source.file, known.stamp);
    if (digestOf(bytes) !== known.digest) throw changed();
    const { content, encoding } = decodeText(bytes);
    const edits = links.flatMap((link): Edit[] => {
      const text = wordFor(link);
      return text === undefined ? [] : [{ reference: link.reference, text }];
    });
    return Buffer.from(rewrite(content, edits), encoding);
  } catch (cause) {
    throw new CollectError([{ file: source.file, reason: (cause as Error).message }]);
  }
}
