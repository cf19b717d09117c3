// Bench: which files of the corpus the presets let in and which they refuse, every error named.
import { fileTypeFromBuffer } from 'file-type';
import { HEAD_MAX_BYTES } from '../lambdas/domain/stored-bytes.ts';
import type { Verdict } from '../lambdas/domain/verdict.ts';
import { corpus } from '../test/fixtures/hostile/corpus.ts';
import { isExpected, judgeSample } from '../test/fixtures/hostile/judge-sample.ts';
import { readMade } from '../test/fixtures/hostile/made-file.ts';
import type { Sample } from '../test/fixtures/hostile/sample.ts';
import { type Table, times, within } from './table.ts';

interface Judged {
  readonly family: string;
  readonly sample: Sample;
  readonly verdict: Verdict;
  /** Whether its first bytes are of the type that it is sent as, which is all that many servers look for. */
  readonly hasClaimedHead: boolean;
}

/** Judges the whole corpus. */
export async function measureAccuracy(): Promise<readonly Table[]> {
  const judged: Judged[] = [];
  for (const [family, samples] of Object.entries(corpus)) {
    for (const sample of samples) {
      const verdict = await judgeSample(sample);
      judged.push({ family, sample, verdict, hasClaimedHead: await hasClaimedHead(sample) });
    }
  }
  return [accuracyTable(judged), errorTable(judged), sentenceTable(judged)];
}

async function hasClaimedHead({ claimed, file }: Sample): Promise<boolean> {
  const head = readMade(file, 0, HEAD_MAX_BYTES);
  const detected = await fileTypeFromBuffer(head).catch(() => undefined);
  return detected ? detected.mime === claimed : claimed.startsWith('text/');
}

const isHonest = ({ sample }: Judged): boolean => sample.expected === 'accepted';
const isAccepted = ({ verdict }: Judged): boolean => verdict.outcome === 'accepted';
const isError = ({ sample, verdict }: Judged): boolean => !isExpected(sample, verdict);

function accuracyTable(judged: readonly Judged[]): Table {
  const rowOf = (name: string, some: readonly Judged[]) => {
    const honest = some.filter(isHonest);
    const hostile = some.filter((one) => !isHonest(one));
    const rightlyAccepted = honest.filter(isAccepted).length;
    const wronglyAccepted = hostile.filter(isAccepted).length;
    return [
      name,
      String(honest.length),
      String(hostile.length),
      String(rightlyAccepted),
      String(hostile.length - wronglyAccepted),
      within(honest.length - rightlyAccepted, 0),
      within(wronglyAccepted, 0),
      within(hostile.filter((one) => !isAccepted(one) && isError(one)).length, 0),
      String(hostile.filter((one) => one.hasClaimedHead).length),
    ];
  };
  const families = Object.keys(corpus).map((family) =>
    rowOf(
      family,
      judged.filter((one) => one.family === family),
    ),
  );
  const hostile = judged.filter((one) => !isHonest(one));
  const byHead = hostile.filter((one) => one.hasClaimedHead).length;
  return {
    title: 'Accuracy of judging under the presets',
    headings: [
      'family',
      'honest',
      'hostile',
      'let in',
      'refused',
      'wrongly refused',
      'wrongly let in',
      'for another reason',
      'let in by first bytes alone',
    ],
    rows: [...families, rowOf('all', judged)],
    notes: [
      'Each file is claimed as the type it pretends to be, in the collection that takes that type.',
      'For another reason: refused, but not by a rule that names what is wrong with it.',
      `First bytes alone: the hostile files that file-type detects as what they are sent as; Airlock lets in ${times(hostile.filter(isAccepted).length / byHead)} as many.`,
    ],
  };
}

const errorTable = (judged: readonly Judged[]): Table => ({
  title: 'Errors of judging',
  headings: ['file', 'sent as', 'must be', 'verdict'],
  rows: judged
    .filter(isError)
    .map(({ sample: { name, claimed, expected }, verdict }) => [
      name,
      claimed,
      expected === 'accepted' ? expected : expected.join(' or '),
      verdict.reason ?? verdict.outcome,
    ]),
  ...(!judged.some(isError) && { notes: ['None.'] }),
});

/** For each reason how often it was given, and what a person reads the first time. */
function sentenceTable(judged: readonly Judged[]): Table {
  const byReason = Map.groupBy(
    judged.filter((one) => !isAccepted(one)),
    ({ verdict }) => verdict.reason ?? '',
  );
  return {
    title: 'What a person reads',
    headings: ['reason', 'files', 'for example'],
    rows: [...byReason]
      .sort(([, some], [, others]) => others.length - some.length)
      .map(([reason, some]) => [reason, String(some.length), some[0]?.verdict.detail ?? '']),
  };
}
