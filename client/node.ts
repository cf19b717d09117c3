// The entry point for Node: files by their path as sources, a store of interrupted uploads in a file, and forms for pages without
// scripts.
import { open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ReadableStream } from 'node:stream/web';
import { isLive, type ResumeRecord, type ResumeStore } from './resume-store.ts';
import type { ByteSlice, UploadSource } from './source.ts';

export type * from './form-contract.ts';
export { createUploadForms, renderUploadForm, type UploadForms } from './upload-forms.ts';

const chunkBytes = 256 * 1024;

/**
 * A file as a source. It is read by position, a chunk at a time; `fs.openAsBlob` cannot hold more than 2 GiB.
 * Reading throws a `NotReadableError`, as a browser does, when the file has changed since this call.
 */
export async function fileSource(
  path: string,
  options: { name?: string; type?: string } = {},
): Promise<UploadSource> {
  const { size, mtimeMs } = await stat(path);
  return {
    name: options.name ?? basename(path),
    type: options.type ?? '',
    size,
    lastModified: Math.floor(mtimeMs),
    slice: (start, end) => fileSlice(path, mtimeMs, start, Math.min(end, size)),
  };
}

function fileSlice(path: string, mtimeMs: number, start: number, end: number): ByteSlice {
  async function* read(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    await using file = await open(path);
    if ((await file.stat()).mtimeMs !== mtimeMs) throw changed(path);
    for (let position = start; position < end; ) {
      const chunk = new Uint8Array(Math.min(chunkBytes, end - position));
      const { bytesRead } = await file.read(chunk, 0, chunk.byteLength, position);
      if (bytesRead === 0) throw changed(path);
      position += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  }
  return {
    size: end - start,
    stream: () => ReadableStream.from(read()) as ReturnType<ByteSlice['stream']>,
    async arrayBuffer() {
      const bytes = new Uint8Array(end - start);
      let filled = 0;
      for await (const chunk of read()) {
        bytes.set(chunk, filled);
        filled += chunk.byteLength;
      }
      return bytes.buffer;
    },
  };
}

const changed = (path: string): DOMException =>
  new DOMException(`${basename(path)} has changed since it was opened.`, 'NotReadableError');

/**
 * Remembers interrupted uploads in the JSON file at `path`, which need not exist yet.
 * Meant for one process at a time: of two that write at once, the last one counts.
 */
export function fileResumeStore(path: string): ResumeStore {
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => {});
    return result;
  };

  async function readAll(): Promise<Record<string, ResumeRecord>> {
    const text = await readFile(path, 'utf8').catch(() => '{}');
    try {
      const records = Object.entries(JSON.parse(text) as Record<string, ResumeRecord>);
      return Object.fromEntries(records.filter(([, record]) => isLive(record)));
    } catch {
      return {};
    }
  }

  async function writeAll(records: Record<string, ResumeRecord>): Promise<void> {
    // Renamed into place, so that a crash leaves the old file or the new one, never half of one.
    await writeFile(`${path}.new`, JSON.stringify(records), { mode: 0o600 });
    await rename(`${path}.new`, path);
  }

  return {
    get: (fingerprint) => inTurn(async () => (await readAll())[fingerprint]),
    set: (fingerprint, record) =>
      inTurn(async () => writeAll({ ...(await readAll()), [fingerprint]: record })),
    delete: (fingerprint) =>
      inTurn(async () => {
        const { [fingerprint]: _, ...others } = await readAll();
        await writeAll(others);
      }),
  };
}
