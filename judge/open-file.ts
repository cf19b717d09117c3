// A file on disk as stored bytes: read in ranges as from S3, so that a file of any size takes the same memory.
import { open } from 'node:fs/promises';
import { HEAD_MAX_BYTES, type MeteredBytes, storedBytes } from '../lambdas/domain/stored-bytes.ts';

/** Opens the file for judging; disposing closes it. */
export async function openFile(path: string): Promise<MeteredBytes & AsyncDisposable> {
  const handle = await open(path);
  const readRange = async (start: number, length: number): Promise<Uint8Array> => {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  };
  try {
    const { size } = await handle.stat();
    const head = await readRange(0, Math.min(HEAD_MAX_BYTES, size));
    const bytes = storedBytes({ bytes: head, size }, readRange);
    return Object.assign(bytes, { [Symbol.asyncDispose]: () => handle.close() });
  } catch (error) {
    await handle.close();
    throw error;
  }
}
