// A large text file, written line after line: the verdict reads all of it.
import { open } from 'node:fs/promises';

const chunkBytes = 1024 ** 2;
const chunk = Buffer.alloc(chunkBytes, 'All work and no play makes Jack a dull boy.\n');

/** Makes (or replaces) the file at `path`. */
export async function makeLargeFile(path: string, bytes: number): Promise<void> {
  await using file = await open(path, 'w');
  for (let written = 0; written < bytes; written += chunkBytes)
    await file.write(chunk.subarray(0, Math.min(chunkBytes, bytes - written)));
}
