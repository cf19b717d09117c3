// Reads collected files as a browser would, and finds what leads to nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeText } from '../../collect/decode-text.ts';
import { linker } from '../../collect/link.ts';
import type { Manifest } from '../../collect/manifest.ts';
import { readerOf } from '../../collect/references/read-references.ts';

/** How many references there are, and which of them do not lead to a collected file under its new path. */
export function findLoose(
  outdir: string,
  { publicPath, files }: Manifest,
): { readonly references: number; readonly loose: readonly string[] } {
  const paths = new Set(Object.values(files).map(({ path }) => path));
  const missingMaps = ['*.map'];
  const link = linker(
    { publicPath, allowMissing: missingMaps },
    { isRenamed: (path) => paths.has(path) || undefined, keepNames: () => false },
  );
  let references = 0;
  const loose: string[] = [];
  for (const path of paths) {
    const read = readerOf(path);
    if (!read) continue;
    const reading = read(decodeText(readFileSync(join(outdir, path))).content);
    const { links, broken } = link(path, reading);
    references += links.length;
    loose.push(...broken.map(({ reference }) => `${path}: ${reference.url}`));
  }
  return { references, loose };
}
