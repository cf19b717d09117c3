// clamd's INSTREAM command over TCP (clamd(8)): bytes out in frames, one line back. Memory does not grow with the bytes.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** The address of a clamd. */
export interface ClamdAddress {
  readonly host: string;
  readonly port: number;
}

/** The answer of clamd about a whole stream. */
export type ClamdAnswer =
  | { readonly kind: 'clean' }
  | { readonly kind: 'found'; readonly name: string }
  | { readonly kind: 'too_large' };

const ANSWER_MAX_BYTES = 4096;
// Far below any StreamMaxLength, and the size of the chunks in S3's streams.
const FRAME_MAX_BYTES = 64 * 1024;
const END = Buffer.alloc(4);

/**
 * Has a stream of exactly `size` bytes scanned.
 * @throws when clamd cannot be reached, takes longer than `timeoutMs` in all, ends the connection or sends an invalid answer, and
 * when the stream fails or has another size: none of these is a result about the bytes
 */
export async function scanStream(
  { host, port }: ClamdAddress,
  bytes: AsyncIterable<Uint8Array>,
  { size, timeoutMs }: { readonly size: number; readonly timeoutMs: number },
): Promise<ClamdAnswer> {
  const socket = connect({ host, port });
  const timer = setTimeout(
    () => socket.destroy(new Error(`clamd at ${host}:${port} gave no answer in ${timeoutMs} ms.`)),
    timeoutMs,
  );
  let isSent = false;
  const sending = pipeline(
    framed(bytes, size, () => {
      isSent = true;
    }),
    socket,
    { end: false },
  );
  // An error of the socket shows as a missing answer; an error of the source rejects here.
  const sourceFailure = new Promise<never>((_, reject) => {
    sending.catch((error) => !isOfSocket(error) && reject(error));
  });
  try {
    const said = parseAnswer(await Promise.race([readAnswer(socket), sourceFailure]));
    // An answer that comes before the last byte was sent is not about the whole file.
    if (said.kind === 'clean' && !isSent)
      throw new Error('clamd answered before it had all bytes.');
    return said;
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

async function* framed(bytes: AsyncIterable<Uint8Array>, size: number, onEnd: () => void) {
  yield Buffer.from('zINSTREAM\0');
  let count = 0;
  for await (const chunk of bytes) {
    count += chunk.byteLength;
    if (count > size) break;
    for (let start = 0; start < chunk.byteLength; start += FRAME_MAX_BYTES) {
      const frame = chunk.subarray(start, start + FRAME_MAX_BYTES);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(frame.byteLength);
      yield length;
      yield frame;
    }
  }
  if (count !== size)
    throw new Error(`Expected ${size} bytes to scan, got ${count > size ? 'more' : count}.`);
  onEnd();
  yield END;
}

async function readAnswer(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (chunk.includes(0)) socket.emit('answered');
    else if (length > ANSWER_MAX_BYTES) socket.destroy(new Error('clamd answered without end.'));
  });
  socket.once('close', () => socket.emit('answered'));
  // The first error rejects below; later ones concern a socket that is closed anyway.
  socket.on('error', () => {});
  await once(socket, 'answered');
  const [line, rest] = Buffer.concat(chunks).toString('latin1').split('\0', 2);
  if (rest === undefined) throw new Error('clamd closed the connection without an answer.');
  return line ?? '';
}

/** Reads one answer, see clamd(8). */
export function parseAnswer(line: string): ClamdAnswer {
  if (line === 'stream: OK') return { kind: 'clean' };
  const name = /^stream: (.+) FOUND$/.exec(line)?.[1];
  if (name) return { kind: 'found', name };
  if (line === 'INSTREAM size limit exceeded. ERROR') return { kind: 'too_large' };
  throw new Error(`clamd answered ${JSON.stringify(line.slice(0, 200))}.`);
}

const isOfSocket = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED'].includes(
    String(error.code),
  );
