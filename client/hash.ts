// SHA-256 of a range of bytes, off the page's thread where there are workers.
import { digest, type HashAnswer, type HashRequest } from './digest.ts';
import type { ByteSlice } from './source.ts';

/** Ranges up to this size are hashed; WebCrypto takes a range only as a whole, in memory. */
export const maxHashedBytes = 100 * 1024 ** 2;

let worker: Worker | undefined;
/** Set when the worker could not be started, say by the page's CSP: it then never answers. */
let isBroken = false;
let lastId = 0;

/** Whether every part of a file of `size` bytes is small enough, S3 taking at most 10,000 of them. */
export const canHashParts = (size: number): boolean => size <= 10_000 * maxHashedBytes && canHash();

/** False on a page that is not served over TLS: it has no WebCrypto. */
const canHash = (): boolean => globalThis.crypto?.subtle !== undefined;

/**
 * SHA-256 in base64, as S3's `x-amz-checksum-sha256` wants it; `undefined` when the range is too large or
 * when there is no WebCrypto. Throws what reading the range threw.
 */
export async function sha256(slice: ByteSlice): Promise<string | undefined> {
  if (slice.size > maxHashedBytes || !canHash()) return undefined;
  if (typeof Worker !== 'undefined' && !isBroken && slice instanceof Blob) {
    const hashed = await hashInWorker(slice).catch(() => undefined);
    if (hashed) return hashed;
  }
  return digest(await slice.arrayBuffer());
}

function hashInWorker(blob: Blob): Promise<string | undefined> {
  worker ??= new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
  const hasher = worker;
  lastId += 1;
  const request: HashRequest = { id: lastId, blob };
  return new Promise((resolve, reject) => {
    const done = new AbortController();
    const { signal } = done;
    const onMessage = ({ data }: MessageEvent<HashAnswer>) => {
      if (data.id !== request.id) return;
      done.abort();
      resolve(data.sha256);
    };
    const onError = () => {
      isBroken = true;
      done.abort();
      reject(new Error('The hash worker could not be started.'));
    };
    hasher.addEventListener('message', onMessage, { signal });
    hasher.addEventListener('error', onError, { signal });
    hasher.postMessage(request);
  });
}
