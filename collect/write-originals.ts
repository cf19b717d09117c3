// After the hashed copies: the copies under their own names that sources ask for, for scripts that build addresses.
import type { Known, Made } from './cache.ts';
import { digestOf, integrityOf } from './fingerprint.ts';
import type { Link } from './link.ts';
import type { SourceFile } from './list-sources.ts';
import type { Naming } from './naming.ts';
import type { Output } from './output.ts';
import { formatUrl } from './url.ts';
import { type LinkedFile, rewriteSource, type Settled } from './write-linked.ts';

/** What the step needs. */
export interface OriginalsOptions {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly known: ReadonlyMap<string, Known>;
  readonly linked: ReadonlyMap<string, LinkedFile>;
  /** The result for a file under its hashed name. */
  readonly settled: (name: string) => Settled;
  readonly naming: Naming;
  readonly output: Output;
}

/** Whether a file is served under its own name beside a hashed one. */
const hasOriginal = (file: SourceFile | undefined, naming: Naming): boolean =>
  file?.keepsOriginal === true && naming.isRenamed(file.name);

/**
 * Writes them and returns the result for each. References among them stay as their author wrote them, so that a module is loaded
 * once however it is reached; references to other files lead to the hashed names.
 * @throws when a file is not what it was when its references were read.
 */
export function writeOriginals(options: OriginalsOptions): Map<string, Made> {
  const { files, known, linked, settled, naming, output } = options;
  const made = new Map<string, Made>();
  const wanted = [...files.values()].filter((file) => hasOriginal(file, naming));
  // A document may hold hashes of scripts and style sheets, which hold none themselves.
  const isDocument = ({ name }: SourceFile) =>
    linked.get(name)?.links.some(({ reference }) => reference.use === 'integrity') === true;
  for (const file of wanted.filter((each) => !isDocument(each))) write(file);
  for (const file of wanted.filter(isDocument)) write(file);
  return made;

  function write({ name }: SourceFile): void {
    const file = linked.get(name);
    const words = new Map(file?.links.map((link) => [link, wordFor(link)]));
    const state = known.get(name);
    const cause = digestOf(JSON.stringify([state?.digest, ...words.values()]));
    const before = state?.original;
    if (before?.cause === cause && output.has(name, before.bytes)) {
      made.set(name, before);
    } else if (file) {
      const bytes = rewriteSource(file, (link) => words.get(link));
      output.write(name, bytes);
      made.set(name, { cause, path: name, digest: digestOf(bytes), bytes: bytes.length });
    } else {
      const { path, digest, bytes } = settled(name);
      output.duplicate(path, name);
      made.set(name, { cause, path: name, digest, bytes });
    }
  }

  /** The text in place of a link; undefined when the author's text stays. */
  function wordFor({ reference, url, target }: Link): string | undefined {
    const isOriginal = hasOriginal(files.get(target), naming);
    if (reference.use === 'integrity') {
      return integrityOf(
        (isOriginal ? made.get(target) : undefined)?.digest ?? settled(target).digest,
      );
    }
    if (!isOriginal) return formatUrl(url, settled(target).path);
    return url.isExact ? undefined : formatUrl(url, target);
  }
}
