// A film on disk, for uploads that last: chosen twice it is the same file.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { fixture } from './people.ts';

/** Writes a film of `size` bytes to disk, without an index, as by a recorder that is still running. */
export async function film(name: string, size: number) {
  const type = (await fixture('fixture-isom.mp4')).subarray(0, 28);
  const bytes = Buffer.concat([type, Buffer.alloc(size - type.length, 'air')]);
  bytes.writeUInt32BE(size - type.length, type.length);
  bytes.write('mdat', type.length + 4);
  const folder = await mkdtemp(join(tmpdir(), 'airlock-film-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  await writeFile(path, bytes);
  return { path, bytes };
}
