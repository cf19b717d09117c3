// The table in CONTRIBUTING.md that shows how the project is laid out, beside what it was like before its rooms were made.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project.ts';
import { filesBelow, sourceFolders } from '../source-files.ts';
import { type Layout, measureLayout } from './layout.ts';

const page = join(projectRoot, 'CONTRIBUTING.md');
const row = /^\| ([^|]+) \| ([\d,]*) \| ([\d,]+) \|$/gm;

/** Measures the project as it is. */
export const measureProject = (): Layout =>
  measureLayout(projectRoot, sourceFolders().flatMap(filesBelow));

/** The figures that the page shows as those of today. */
export const shownLayout = (): Layout =>
  new Map(
    Array.from(readFileSync(page, 'utf8').matchAll(row), ([, name = '', , today = '']) => [
      name,
      Number(today.replaceAll(',', '')),
    ]),
  );

/** Writes today's figures into the page, and keeps those of before. */
function writeLayout(): void {
  const text = readFileSync(page, 'utf8');
  const before = new Map(Array.from(text.matchAll(row), ([, name, then = '']) => [name, then]));
  const rows = Array.from(
    measureProject(),
    ([name, today]) => `| ${name} | ${before.get(name) ?? ''} | ${today.toLocaleString('en')} |`,
  );
  const [first = ''] = text.match(row) ?? [];
  const untilTable = text.slice(0, text.indexOf(first));
  const afterTable = text.slice(text.indexOf(first)).replace(row, '').trimStart();
  writeFileSync(page, `${untilTable}${rows.join('\n')}\n\n${afterTable}`);
}

if (import.meta.main) writeLayout();
