// Judges every regular expression of the sources and writes test/regex-safety.json; fails when one is not safe.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeRegex } from './judge-regex.ts';
import { sourceRegexes } from './source-regexes.ts';

const { found } = sourceRegexes();
const complexities: Record<string, string> = {};
let unsafe = 0;
for (const expression of [...new Set(found.map((each) => each.expression))].sort()) {
  const judgement = await judgeRegex(expression);
  if (judgement.status === 'safe') {
    complexities[expression] = judgement.complexity.type;
    continue;
  }
  unsafe += 1;
  const files = found.filter((each) => each.expression === expression).map(({ file }) => file);
  console.error(`${judgement.status}: ${expression} in ${files.join(', ')}`);
}
const table = join(import.meta.dirname, '../regex-safety.json');
writeFileSync(table, `${JSON.stringify(complexities, null, 2)}\n`);
console.log(`${Object.keys(complexities).length} safe expressions, ${unsafe} unsafe.`);
process.exitCode = unsafe > 0 ? 1 : 0;
