// Writes the tables of a bench into the page of docs that shows them, between two marks that name the bench.
import { glob, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../lib/project.ts';
import { formatMarkdown, type Table } from './table.ts';

const docs = join(projectRoot, 'docs');

/** Replaces what stands between the marks. Throws when no page has them. */
export async function writeFigures(name: string, tables: readonly Table[]): Promise<void> {
  const begin = `<!-- figures of ${name} -->`;
  const end = `<!-- /figures of ${name} -->`;
  const figures = [begin, whereMeasured(name), ...tables.map(formatMarkdown), end].join('\n\n');
  const marked = new RegExp(`${begin}.*${end}`, 's');
  for await (const file of glob('*.md', { cwd: docs })) {
    const text = await readFile(join(docs, file), 'utf8');
    if (!marked.test(text)) continue;
    await writeFile(
      join(docs, file),
      text.replace(marked, () => figures),
    );
    return;
  }
  throw new Error(`No page in docs has ${begin} and ${end}.`);
}

function whereMeasured(name: string): string {
  const day = new Date().toISOString().slice(0, 10);
  const processor = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'an unknown processor'}`;
  const load = (loadavg()[2] ?? 0).toFixed(1);
  return `Measured on ${day} by \`npm run bench -- ${name}\` with Node ${process.versions.node} on ${processor}, at a load average of ${load} over the last fifteen minutes, the bench’s own included.`;
}
