// The worker behind hash-part.ts: reads a Blob, digests it, answers; it holds one range at a time.
import { digest, type HashAnswer, type HashRequest } from './digest.ts';

const scope = globalThis as unknown as {
  postMessage(answer: HashAnswer): void;
  addEventListener(type: 'message', listen: (event: MessageEvent<HashRequest>) => void): void;
};

let turn: Promise<void> = Promise.resolve();

scope.addEventListener('message', ({ data: { id, blob } }) => {
  turn = turn.then(async () => {
    try {
      scope.postMessage({ id, sha256: await digest(await read(blob)) });
    } catch {
      scope.postMessage({ id });
    }
  });
});

/** Used again for every range: browsers are slow to collect buffers of this size, and a large file has hundreds. */
let memory = new ArrayBuffer(0);

async function read(blob: Blob): Promise<BufferSource> {
  const reader = byteReader(blob);
  if (!reader) return blob.arrayBuffer();
  let buffer = memory.byteLength < blob.size ? new ArrayBuffer(blob.size) : memory;
  for (let length = 0; length < blob.size; ) {
    // Each read transfers the buffer and returns it.
    const { value } = await reader.read(new Uint8Array(buffer, length, blob.size - length));
    if (!value?.byteLength) throw new Error('The file has become shorter.');
    buffer = value.buffer;
    length += value.byteLength;
  }
  memory = buffer;
  return new Uint8Array(buffer, 0, blob.size);
}

/** A reader into memory of our own, where the browser's Blobs have one. */
function byteReader(blob: Blob): ReadableStreamBYOBReader | undefined {
  try {
    return blob.stream().getReader({ mode: 'byob' });
  } catch {
    return undefined;
  }
}
