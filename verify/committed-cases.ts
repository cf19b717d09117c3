// The committed hostile cases as variants without transformations.
import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Family, Variant } from './variant.ts';

interface Case {
  readonly file: string;
  readonly contentType: string;
  readonly why: string;
}

const folder = join(import.meta.dirname, '../test/fixtures/cases/hostile');

/** Reads the cases that independent readers understand. */
export async function committedCases(): Promise<readonly Variant[]> {
  const cases: readonly Case[] = JSON.parse(await readFile(join(folder, 'cases.json'), 'utf8'));
  return Promise.all(
    cases.map(async ({ file, contentType }) => ({
      name: basename(file, extname(file)),
      family: familyOf(extname(file)),
      kind: 'committed case',
      steps: [],
      contentType,
      extension: extname(file),
      bytes: await readFile(join(folder, file)),
      isHonest: false,
    })),
  );
}

function familyOf(extension: string): Family {
  if (extension === '.pdf') return 'PDF';
  if (extension === '.rtf') return 'RTF';
  if (extension === '.odt') return 'OpenDocument';
  return /^\.(?:doc|xls|ppt)/.test(extension) ? 'Office' : 'archive';
}
