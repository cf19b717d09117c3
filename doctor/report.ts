// Formats the report for people: each line with its mark, its evidence, and the remedy of each failure.
import type { Finding } from './check.ts';
import type { Line } from './examine.ts';

// Most resources that are named; further ones are only counted, and `--json` names all.
const maxNamed = 3;
const maxEvidence = 4;

/** The checklist as a table, each line followed by its evidence. */
export function report(lines: readonly Line[]): string {
  const failed = lines.filter(({ holds }) => !holds);
  const closing =
    failed.length === 0
      ? `All ${lines.length} lines hold.`
      : `${failed.length} of ${lines.length} lines fail: ${failed.map(({ id }) => id).join(', ')}.`;
  return [...lines.flatMap(reportLine), '', closing, ''].join('\n');
}

function reportLine({ id, title, holds, findings }: Line): readonly string[] {
  const of = (outcome: Finding['outcome']) => findings.filter((each) => each.outcome === outcome);
  const nothing =
    '    no resource that this line applies to → Deploy the stacks as they are shipped.';
  return [
    `${holds ? '✓' : '✗'} ${title.padEnd(52)} ${id}`,
    ...(findings.length === 0 ? [nothing] : []),
    ...of('fails').flatMap(({ stack, logicalId, evidence, remedy }) => [
      `    ✗ ${stack} ${logicalId}: ${evidence}`,
      `      → ${remedy}`,
    ]),
    ...byEvidence(of('holds')).map((text) => `    ${text}`),
    ...byEvidence(of('excepted')).map((text) => `    not: ${text}`),
  ];
}

/** One text for all resources with the same evidence. */
function byEvidence(findings: readonly Finding[]): readonly string[] {
  const groups = Map.groupBy(findings, ({ evidence }) => evidence);
  const texts = [...groups].map(([evidence, same]) => {
    const ids = [...new Set(same.map(({ logicalId }) => logicalId))];
    return `${evidence} (${firstOf(ids, maxNamed).join(', ')})`;
  });
  return firstOf(texts, maxEvidence);
}

const firstOf = (texts: readonly string[], count: number): readonly string[] =>
  texts.length > count ? [...texts.slice(0, count), `and ${texts.length - count} more`] : texts;
