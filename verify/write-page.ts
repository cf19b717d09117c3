// Writes the tables of a differential run into docs/validation-differential.md.
import { writeFile } from 'node:fs/promises';
import { formatMarkdown, type Table } from '../bench/table.ts';
import type { Compared } from './compare.ts';

const page = new URL('../docs/validation-differential.md', import.meta.url);

const introduction = `# Validation compared with independent readers

Written by \`npm run verify:content -- --write\`. A generator makes hostile documents and archives: base files, each with one
kind of active content, and transformations that keep what the file does, alone and combined. Airlock judges each file under
the shipped presets; then programs that are no part of Airlock say whether they still see the active content: PDFium, qpdf
(through pikepdf), MuPDF, pypdf and poppler for PDF; oletools, python-docx, openpyxl, python-pptx, odfpy and Python's zipfile
for documents; tarfile, zipfile, gzip and libarchive for archives. A file that one of them sees and Airlock accepts fails the
run, and so does an honest counterpart that Airlock refuses.`;

/** Replaces the page. */
export async function writePage(
  tables: readonly Table[],
  compared: readonly Compared[],
): Promise<void> {
  const steps = new Set(compared.flatMap(({ variant }) => variant.steps));
  const summary = `${compared.length} files, ${steps.size} transformations, up to ${Math.max(...compared.map(({ variant }) => variant.steps.length))} of them combined.`;
  await writeFile(page, `${[introduction, summary, ...tables.map(formatMarkdown)].join('\n\n')}\n`);
}
