// Writes files to a temporary folder, for tests that drop them from outside the browser.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Writes the files, by their names, until the test is finished; returns their paths. */
export async function onDisk(files: Readonly<Record<string, Buffer>>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'airlock-drop-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const entries = Object.entries(files).map(
    ([name, bytes]) => [join(folder, name), bytes] as const,
  );
  await Promise.all(entries.map(([path, bytes]) => writeFile(path, bytes)));
  return entries.map(([path]) => path);
}
