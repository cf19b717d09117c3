// Unwraps `Content-Encoding: aws-chunked` bodies and checks their chunk and trailer signatures.
import { createHash } from 'node:crypto';
import { S3Error } from './errors.ts';
import { hmac, type Identity, isSameSignature, sha256Hex } from './sigv4.ts';

const MAX_LINE_BYTES = 16 * 1024;
/** Of every chunk but the last one (S3 API reference, "Signature calculations: transfer payload in multiple chunks"). */
const MIN_CHUNK_BYTES = 8192;
const EMPTY = Buffer.alloc(0);

/** How a streaming body is read. `seed` is given when chunks are signed. */
export interface AwsChunkedOptions {
  readonly seed?: Identity['seed'];
  readonly isTrailerSigned: boolean;
  /** The trailer that `x-amz-trailer` declares, in lower case; no other may follow. */
  readonly declaredTrailer: string | undefined;
  /** Filled, in lower case, once the body has been read. */
  readonly trailers: Map<string, string>;
}

/** Yields the decoded bytes. Throws IncompleteBody, SignatureDoesNotMatch, MalformedTrailerError. */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  options: AwsChunkedOptions,
): AsyncGenerator<Buffer> {
  const signatures = options.seed && new ChunkSignatures(options.seed);
  const trailerLines: string[] = [];
  let buffer: Buffer = EMPTY;
  let state: 'size' | 'data' | 'data-end' | 'trailer' | 'done' = 'size';
  let remaining = 0;
  let chunkCount = 0;
  let previousSize = MIN_CHUNK_BYTES;

  const takeLine = (): string | undefined => {
    const end = buffer.indexOf('\r\n');
    if (end > MAX_LINE_BYTES || (end < 0 && buffer.length > MAX_LINE_BYTES)) {
      throw new S3Error('IncompleteBody', 'The chunk header of the body is too long');
    }
    if (end < 0) return undefined;
    const line = buffer.toString('latin1', 0, end);
    buffer = buffer.subarray(end + 2);
    return line;
  };

  for await (const data of source) {
    buffer = buffer.length === 0 ? data : Buffer.concat([buffer, data]);
    for (let isStuck = false; !isStuck && state !== 'done'; ) {
      if (state === 'data') {
        const chunk = buffer.subarray(0, remaining);
        buffer = buffer.subarray(chunk.length);
        remaining -= chunk.length;
        signatures?.update(chunk);
        if (chunk.length > 0) yield chunk;
        if (remaining === 0) state = 'data-end';
        else isStuck = true;
        continue;
      }
      const line = takeLine();
      if (line === undefined) {
        isStuck = true;
      } else if (state === 'size') {
        remaining = parseSize(line);
        chunkCount += 1;
        if (remaining > 0) requireMinimumSize(previousSize, chunkCount);
        previousSize = remaining;
        signatures?.expect(/;chunk-signature=([0-9a-f]+)/.exec(line)?.[1] ?? '');
        if (remaining === 0) signatures?.verify();
        state = remaining === 0 ? 'trailer' : 'data';
      } else if (state === 'data-end') {
        signatures?.verify();
        state = 'size';
      } else if (line === '') {
        state = 'done';
      } else {
        trailerLines.push(line);
      }
    }
  }
  if (state === 'trailer' && buffer.length === 0) state = 'done';
  if (state !== 'done') {
    throw new S3Error('IncompleteBody', 'The request body terminated unexpectedly');
  }
  readTrailers(trailerLines, options.trailers);
  requireDeclared(options);
  if (options.isTrailerSigned) signatures?.verifyTrailers(options.trailers);
}

function parseSize(line: string): number {
  const hex = line.split(';', 1)[0] ?? '';
  if (/^[0-9a-f]{1,12}$/i.test(hex)) return Number.parseInt(hex, 16);
  throw new S3Error('IncompleteBody', `"${hex}" is not the size of a chunk`);
}

/** A chunk that is followed by another one was not the last. */
function requireMinimumSize(previousBytes: number, chunk: number): void {
  if (previousBytes >= MIN_CHUNK_BYTES) return;
  throw new S3Error('InvalidChunkSizeError', {
    elements: { Chunk: chunk, BadChunkSize: previousBytes },
  });
}

function requireDeclared({ trailers, declaredTrailer }: AwsChunkedOptions): void {
  const known = ['x-amz-trailer-signature', declaredTrailer];
  if ([...trailers.keys()].some((name) => !known.includes(name))) {
    throw new S3Error('MalformedTrailerError');
  }
}

function readTrailers(lines: readonly string[], trailers: Map<string, string>): void {
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new S3Error('MalformedTrailerError');
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

/** The chain of chunk signatures: each is made over the one before it. */
class ChunkSignatures {
  readonly #seed: Identity['seed'];
  #previous: string;
  #expected = '';
  #hash = createHash('sha256');

  constructor(seed: Identity['seed']) {
    this.#seed = seed;
    this.#previous = seed.signature;
  }

  expect(signature: string): void {
    this.#expected = signature;
    this.#hash = createHash('sha256');
  }

  update(chunk: Buffer): void {
    this.#hash.update(chunk);
  }

  verify(): void {
    this.#match('PAYLOAD', `${sha256Hex('')}\n${this.#hash.digest('hex')}`);
  }

  verifyTrailers(trailers: ReadonlyMap<string, string>): void {
    this.#expected = trailers.get('x-amz-trailer-signature') ?? '';
    const text = [...trailers]
      .filter(([name]) => name !== 'x-amz-trailer-signature')
      .map(([name, value]) => `${name}:${value}\n`)
      .join('');
    this.#match('TRAILER', sha256Hex(text));
  }

  #match(kind: 'PAYLOAD' | 'TRAILER', content: string): void {
    const { dateTime, scope, signingKey } = this.#seed;
    const toSign = `AWS4-HMAC-SHA256-${kind}\n${dateTime}\n${scope}\n${this.#previous}\n${content}`;
    const signature = hmac(signingKey, toSign).toString('hex');
    if (!isSameSignature(signature, this.#expected)) {
      throw new S3Error('SignatureDoesNotMatch', { elements: { StringToSign: toSign } });
    }
    this.#previous = signature;
  }
}
