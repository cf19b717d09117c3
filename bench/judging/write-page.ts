// `node bench/judging/write-page.ts`: measures judging again and writes the figures into docs/content-validation.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { measureAccuracy } from '../accuracy.ts';
import { measureJudging } from '../judging.ts';
import { countOver, formatMarkdown } from '../table.ts';

const page = new URL('../../docs/content-validation.md', import.meta.url);
const begin = '<!-- figures: written by `node bench/judging/write-page.ts` -->';
const end = '<!-- /figures -->';

const tables = [...(await measureAccuracy()), ...(await measureJudging())];
const over = tables.reduce((sum, table) => sum + countOver(table), 0);
if (over > 0)
  throw new Error(`${over} figures are over their budget; see npm run bench accuracy judging.`);

const day = new Date().toISOString().slice(0, 10);
const where = `Measured on ${day} with Node ${process.versions.node} on ${cpus()[0]?.model ?? 'an unknown processor'}.`;
const before = readFileSync(page, 'utf8').split(begin)[0];
writeFileSync(
  page,
  `${before}${[begin, where, ...tables.map(formatMarkdown), end].join('\n\n')}\n`,
);
