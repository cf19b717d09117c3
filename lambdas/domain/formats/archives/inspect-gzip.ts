// GZIP files: all members unpacked in constant memory, and the entries of a TAR archive inside.
import type { MeteredBytes } from '../../stored-bytes.ts';
import { contentKind } from '../content-kind.ts';
import { type ArchiveEvidence, FormatError } from '../evidence.ts';
import { withFlaw } from '../reading.ts';
import { gzipContent } from './gzip-members.ts';
import { beginsAsTar } from './tar-header.ts';
import { TarReader } from './tar-reader.ts';

/** First bytes by which content is recognised. */
const HEAD_BYTES = 512;
/** Content is unpacked up to this multiple of the file's size, above `FOLLOWED_MIN_BYTES`; a file with more is a bomb. */
const FOLLOWED_RATIO = 250;
const FOLLOWED_MIN_BYTES = 32 * 1024 ** 2;
/** The greatest ratio of DEFLATE (zlib, technical details). */
const DEFLATE_MAX_RATIO = 1032;

/**
 * Unpacks a file and checks every member. Of content beyond `FOLLOWED_RATIO` the greatest possible size is reported,
 * which exceeds every limit of a collection but one that accepts whatever DEFLATE can make.
 */
export async function inspectGzip(stored: MeteredBytes): Promise<ArchiveEvidence> {
  const bytes = stored.whole();
  const most = Math.max(FOLLOWED_MIN_BYTES, FOLLOWED_RATIO * bytes.size);
  const content = new GzipContent();
  const outcome = await withFlaw(async () => {
    if (bytes.size === 0) throw new FormatError('truncated', 'The GZIP file is empty.');
    for await (const chunk of gzipContent(bytes)) {
      content.push(chunk);
      if (content.length > most) return { expandedBytes: bytes.size * DEFLATE_MAX_RATIO };
    }
    content.end();
    return {};
  });
  return { ...content.evidence, ...outcome };
}

/** The content of a GZIP file. */
class GzipContent {
  #head: Uint8Array | undefined = new Uint8Array();
  #tar: TarReader | undefined;
  #nestedArchives = 0;
  #programs = 0;
  length = 0;

  /** The entries of the TAR archive inside, or the one file. */
  get evidence(): ArchiveEvidence {
    const { nestedArchives = 0, programs = 0, entries = 1, unsafeName } = this.#tar?.evidence ?? {};
    return {
      entries,
      expandedBytes: this.length,
      nestedArchives: nestedArchives + this.#nestedArchives,
      programs: programs + this.#programs,
      ...(unsafeName !== undefined && { unsafeName }),
    };
  }

  push(chunk: Uint8Array): void {
    this.length += chunk.byteLength;
    if (!this.#head) {
      this.#tar?.push(chunk);
      return;
    }
    this.#head = Buffer.concat([this.#head, chunk]);
    if (this.#head.byteLength >= HEAD_BYTES) this.#recognise(this.#head);
  }

  end(): void {
    if (this.#head) this.#recognise(this.#head);
    this.#tar?.end();
  }

  #recognise(head: Uint8Array): void {
    this.#head = undefined;
    if (beginsAsTar(head)) {
      this.#tar = new TarReader();
      this.#tar.push(head);
      return;
    }
    const kind = contentKind(head.subarray(0, HEAD_BYTES));
    if (kind === 'archive') this.#nestedArchives = 1;
    if (kind === 'program') this.#programs = 1;
  }
}
