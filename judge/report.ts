// The output of `npm run judge`: a line for each file, then a summary by type.
import { typeName } from '../lambdas/domain/content-types.ts';
import type { JudgedFile } from './judge-file.ts';

/** One file in one line: outcome, path, and for a refusal its reason and the sentence that the uploader reads. */
export function reportLine({
  path,
  outcome,
  collection,
  verdict,
  reason,
  detail,
}: JudgedFile): string {
  if (outcome === 'refused') return `refused   ${path}: ${reason}. ${detail}`;
  return `accepted  ${path}: ${typeName(verdict?.detectedType ?? '')} in ${collection}`;
}

/** A summary by type: files, how many were accepted, and how often each reason was given. */
export function reportSummary(judged: readonly JudgedFile[]): string {
  const byType = Map.groupBy(judged, typeOf);
  const lines = [...byType]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([type, files]) => {
      const refused = files.filter(({ outcome }) => outcome === 'refused');
      return `${type}: ${files.length - refused.length} of ${files.length} accepted${countReasons(refused)}`;
    });
  const accepted = judged.filter(({ outcome }) => outcome === 'accepted').length;
  return [...lines, `All: ${accepted} of ${judged.length} accepted.`].join('\n');
}

const typeOf = ({ verdict }: JudgedFile): string =>
  verdict ? typeName(verdict.detectedType ?? verdict.declaredType) : 'not taken by any collection';

function countReasons(refused: readonly JudgedFile[]): string {
  const byReason = Map.groupBy(refused, ({ reason }) => reason);
  const counts = [...byReason]
    .sort(([, some], [, others]) => others.length - some.length)
    .map(([reason, files]) => `${files.length} ${reason}`);
  return counts.length === 0 ? '' : `; refused: ${counts.join(', ')}`;
}
