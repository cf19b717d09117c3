// A large text file that takes next to no disk: its beginning is written, the rest is a hole that reads as zeros.
import { open } from 'node:fs/promises';

/** What the file begins with; more than the 64 KiB that the verdict reads. */
const beginning = Buffer.alloc(1024 ** 2, 'All work and no play makes Jack a dull boy.\n');

/** Makes (or replaces) the file at `path`. */
export async function makeLargeFile(path: string, bytes: number): Promise<void> {
  await using file = await open(path, 'w');
  await file.write(beginning.subarray(0, bytes));
  await file.truncate(bytes);
}
