// SHA-256 of the parts of a large file, off the page's thread where there are workers.
import type { HashAnswer, HashRequest } from './digest.ts';
import { isHashable, sha256 } from './hash.ts';
import type { ByteSlice } from './source.ts';

let worker: Worker | undefined;
/** Set when the worker could not be started, say by the page's CSP: it then never answers. */
let isBroken = false;
let lastId = 0;

/** Milliseconds without any answer after which the worker counts as stuck: Chromium can leave a read of a Blob without an end. */
const stuckMs = 15_000;

/** The same as `sha256`, by a worker that holds one part at a time, in memory that it reuses. */
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
    let timer: ReturnType<typeof setTimeout>;
    const fail = () => {
      done.abort();
      reject(new Error('The hash worker does not answer.'));
    };
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        hasher.terminate();
        if (worker === hasher) worker = undefined;
        fail();
      }, stuckMs);
    };
    signal.addEventListener('abort', () => clearTimeout(timer));
    const onMessage = ({ data }: MessageEvent<HashAnswer>) => {
      if (data.id !== request.id) return watch();
      done.abort();
      resolve(data.sha256);
    };
    const onError = () => {
      isBroken = true;
      fail();
    };
    hasher.addEventListener('message', onMessage, { signal });
    hasher.addEventListener('error', onError, { signal });
    hasher.postMessage(request);
    watch();
  });
}
