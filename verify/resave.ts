// Has independent programs save variants again in every way they offer: transformations that were not written for this purpose.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { readersFolder } from './python.ts';
import type { Variant } from './variant.ts';

interface Saved {
  readonly from: string;
  readonly file: string;
  readonly step: string;
}

/** Saves the variants at these paths again below `folder` and returns the further variants. */
export async function resave(
  python: string,
  folder: string,
  variants: ReadonlyMap<string, Variant>,
): Promise<readonly Variant[]> {
  const child = spawn(python, [join(readersFolder, 'resave.py'), folder], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  child.stdin.end([...variants.keys()].map((path) => `${path}\n`).join(''));
  const resaved: Variant[] = [];
  for await (const line of createInterface(child.stdout)) {
    const { from, file, step }: Saved = JSON.parse(line);
    const variant = variants.get(from);
    if (!variant) continue;
    resaved.push({
      ...variant,
      name: basename(file, extname(file)),
      steps: [...variant.steps, step],
      bytes: await readFile(file),
    });
  }
  return resaved;
}
