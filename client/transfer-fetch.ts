// A transfer in Node: fetch with a stream that counts what it passes on.
import { UnavailableError } from './errors.ts';
import type { StorageAnswer, Transfer } from './storage-request.ts';

/** Sends by `fetch`, streaming: at no time is more in memory than the chunk being sent. */
export async function fetchTransfer(request: Transfer): Promise<StorageAnswer> {
  const { method, url, headers, body, signal, onSent } = request;
  const size = body.reduce((sum, piece) => sum + lengthOf(piece), 0);
  const source: { failure?: unknown } = {};
  try {
    const response = await fetch(url, {
      method,
      // S3 requires the length beforehand and takes no chunked encoding.
      headers: { ...headers, 'content-length': String(size) },
      body: countedStream(body, onSent, source),
      duplex: 'half',
      ...(signal && { signal }),
    } as RequestInit);
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (cause) {
    if (source.failure !== undefined) throw source.failure;
    throw new UnavailableError('The connection to the storage broke.', { cause });
  }
}

/** One stream over all pieces. A failure to read the source is kept separate from failures of the network. */
function countedStream(
  pieces: Transfer['body'],
  onSent: Transfer['onSent'],
  source: { failure?: unknown },
): ReadableStream<Uint8Array> {
  const chunks = read(pieces);
  let sent = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done) return controller.close();
          controller.enqueue(value);
          sent += value.byteLength;
          onSent?.(sent);
        } catch (error) {
          source.failure = error;
          controller.error(error);
        }
      },
      async cancel() {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

async function* read(pieces: Transfer['body']): AsyncGenerator<Uint8Array, void, undefined> {
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) yield piece;
    else yield* piece.stream();
  }
}

const lengthOf = (piece: Transfer['body'][number]): number =>
  piece instanceof Uint8Array ? piece.byteLength : piece.size;
