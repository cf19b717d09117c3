// The bytes: every stored body is one file, written under `incoming` and renamed into `objects`.
import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { type FileHandle, link, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

const BATCH_BYTES = 1024 * 1024;
const READ_BYTES = 256 * 1024;

/** Files by id. A new one is only `incoming` until it is settled, after its row is committed. */
export interface Files {
  /** Writes a body to a new incoming file, batch by batch, and gives its id. */
  write(chunks: AsyncIterable<Uint8Array>): Promise<string>;
  /** A second name for the same bytes, as a new incoming file. */
  duplicate(id: string): Promise<string>;
  /** Moves an incoming file to its place. */
  settle(id: string): void;
  /** Removes an incoming file that no row refers to. */
  discard(id: string): Promise<void>;
  /** Reads bytes `start` to `end`, both inclusive. */
  read(id: string, start: number, end: number): Readable;
  remove(id: string): Promise<void>;
  /** After a crash: settles incoming files that were committed, removes the others. */
  recover(isCommitted: (id: string) => boolean): void;
}

export function openFiles(directory: string): Files {
  const incoming = join(directory, 'incoming');
  const objects = join(directory, 'objects');
  mkdirSync(incoming, { recursive: true });
  for (let byte = 0; byte < 256; byte++) {
    mkdirSync(join(objects, byte.toString(16).padStart(2, '0')), { recursive: true });
  }
  const pathOf = (id: string) => join(objects, id.slice(0, 2), id);
  const newId = () => randomBytes(16).toString('hex');
  const discard = (id: string) => rm(join(incoming, id), { force: true });
  const settle = (id: string) => renameSync(join(incoming, id), pathOf(id));

  return {
    async write(chunks) {
      const id = newId();
      const handle = await open(join(incoming, id), 'wx');
      try {
        await writeBatches(handle, chunks);
      } catch (error) {
        await discard(id);
        throw error;
      } finally {
        await handle.close();
      }
      return id;
    },
    async duplicate(id) {
      const copy = newId();
      await link(pathOf(id), join(incoming, copy));
      return copy;
    },
    settle,
    discard,
    read: (id, start, end) =>
      createReadStream(pathOf(id), { start, end, highWaterMark: READ_BYTES }),
    remove: (id) => rm(pathOf(id), { force: true }),
    recover(isCommitted) {
      for (const id of readdirSync(incoming)) {
        if (isCommitted(id) && !existsSync(pathOf(id))) settle(id);
        else rmSync(join(incoming, id), { force: true });
      }
    },
  };
}

/** One batch is written to the disk while the next one fills: memory stays at two batches. */
async function writeBatches(handle: FileHandle, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  let batch: Uint8Array[] = [];
  let size = 0;
  let writing: Promise<unknown> = Promise.resolve();
  try {
    for await (const chunk of chunks) {
      batch.push(chunk);
      size += chunk.length;
      if (size < BATCH_BYTES) continue;
      await writing;
      writing = writeAll(handle, batch);
      writing.catch(() => {});
      batch = [];
      size = 0;
    }
  } finally {
    // The handle is closed next: never during a write.
    await writing;
  }
  if (size > 0) await writeAll(handle, batch);
}

async function writeAll(handle: FileHandle, batch: readonly Uint8Array[]): Promise<void> {
  let rest = batch;
  while (rest.length > 0) {
    let { bytesWritten } = await handle.writev(rest as Uint8Array[]);
    const unwritten: Uint8Array[] = [];
    for (const chunk of rest) {
      if (bytesWritten < chunk.length) unwritten.push(chunk.subarray(bytesWritten));
      bytesWritten = Math.max(0, bytesWritten - chunk.length);
    }
    rest = unwritten;
  }
}
