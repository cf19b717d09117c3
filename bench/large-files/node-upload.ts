// Runs in a child process: uploads one file by the client, and returns its requests and its cost.
import { createAirlock, type UploadProgress } from '../../client/airlock.ts';
import { fileResumeStore, fileSource } from '../../client/node.ts';
import { ownPeakBytes } from '../process.ts';
import { startStopwatch } from './stopwatch.ts';

/** What to upload. */
export interface NodeOptions {
  readonly path: string;
  readonly hash: boolean;
  /** Path of the store of interrupted uploads. Default: none. */
  readonly memory?: string;
}

/** The file, the target and the user. */
export type NodeUpload = NodeOptions & Readonly<Record<'api' | 'token' | 'collection', string>>;

/** Uploads a file to the end. */
export async function upload(options: NodeUpload) {
  let apiCalls = 0;
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => {
    if (String(input).startsWith(options.api)) apiCalls += 1;
    return fetch(input, init);
  };
  const stopwatch = startStopwatch();
  const { id } = await send(options, stopwatch.hear);
  return { ...stopwatch.read(id), apiCalls, peakRssBytes: ownPeakBytes() };
}

/** Uploads a file; resolves at half of the bytes, with those sent by then and the seconds since `upload()`. */
export const uploadHalf = (options: NodeUpload) =>
  new Promise<{ readonly sentBytes: number; readonly seconds: number }>((resolve, reject) => {
    const since = performance.now();
    send(options, ({ sentBytes, totalBytes }) => {
      const seconds = (performance.now() - since) / 1000;
      if (sentBytes >= totalBytes / 2) resolve({ sentBytes, seconds });
    }).catch(reject);
  });

async function send(
  { api, token, collection, path, hash, memory }: NodeUpload,
  onProgress: (progress: UploadProgress) => void,
) {
  const airlock = createAirlock({ api, getToken: () => token });
  return airlock.upload(await fileSource(path), {
    collection,
    hash,
    ...(memory && { resumeStore: fileResumeStore(memory) }),
    onProgress,
  });
}
