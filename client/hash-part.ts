// SHA-256 of the parts of a large file, off the page's thread where there are workers.
import type { HashAnswer, HashRequest } from './digest.ts';
import { isHashable, sha256 } from './hash.ts';
import type { ByteSlice } from './source.ts';

let worker: Worker | undefined;
/** Set when the worker could not be started, say by the page's CSP: it then never answers. */
let isBroken = false;
let lastId = 0;

/** The same as `sha256`, by a worker that holds one part at a time in memory that it uses again. */
export async function sha256OfPart(slice: ByteSlice): Promise<string | undefined> {
  if (typeof Worker !== 'undefined' && !isBroken && slice instanceof Blob && isHashable(slice)) {
    const hashed = await hashInWorker(slice).catch(() => undefined);
    if (hashed) return hashed;
  }
  return sha256(slice);
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
