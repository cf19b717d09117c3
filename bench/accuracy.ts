// Bench: the files of the corpus that the presets accept and refuse, with every error.
import { fileTypeFromBuffer } from 'file-type';
import { HEAD_MAX_BYTES } from '../lambdas/domain/stored-bytes.ts';
import { corpus } from '../test/fixtures/hostile/corpus.ts';
import { isExpected, judgeSample } from '../test/fixtures/hostile/judge-sample.ts';
import { readMade } from '../test/fixtures/hostile/made-file.ts';
import type { Sample } from '../test/fixtures/hostile/sample.ts';
import { type Table, tableOf, times, within } from './table.ts';

type Judged = Awaited<ReturnType<typeof judgeSampleOf>>;

/** Judges the whole corpus. */
export async function measureAccuracy(): Promise<readonly Table[]> {
  const judged: Judged[] = [];
  for (const [family, samples] of Object.entries(corpus)) {
    for (const sample of samples) judged.push(await judgeSampleOf(family, sample));
  }
  return [accuracyTable(judged), errorTable(judged), sentenceTable(judged)];
}

async function judgeSampleOf(family: string, sample: Sample) {
  const verdict = await judgeSample(sample);
  return {
    ...{ family, sample, verdict },
    isHonest: sample.expected === 'accepted',
    isAccepted: verdict.outcome === 'accepted',
    isError: !isExpected(sample, verdict),
    /** Whether its first bytes are of the type that it is sent as, which is all that many servers look for. */
    hasClaimedHead: await hasClaimedHead(sample),
  };
}

async function hasClaimedHead({ claimed, file }: Sample): Promise<boolean> {
  const head = readMade(file, 0, HEAD_MAX_BYTES);
  const detected = await fileTypeFromBuffer(head).catch(() => undefined);
  return detected ? detected.mime === claimed : claimed.startsWith('text/');
}

function accuracyTable(judged: readonly Judged[]): Table {
  const rowOf = (family: string, some: readonly Judged[]) => {
    const count = (isCounted: (one: Judged) => boolean) => some.filter(isCounted).length;
    return {
      family,
      honest: count(({ isHonest }) => isHonest),
      hostile: count(({ isHonest }) => !isHonest),
      'let in': count(({ isHonest, isAccepted }) => isHonest && isAccepted),
      refused: count(({ isHonest, isAccepted }) => !isHonest && !isAccepted),
      'wrongly refused': within(
        count((one) => one.isHonest && !one.isAccepted),
        0,
      ),
      'wrongly let in': within(
        count((one) => !one.isHonest && one.isAccepted),
        0,
      ),
      'for another reason': within(
        count((one) => !one.isHonest && !one.isAccepted && one.isError),
        0,
      ),
      'let in by first bytes alone': count((one) => !one.isHonest && one.hasClaimedHead),
    };
  };
  const families = [...Map.groupBy(judged, ({ family }) => family)].map(([family, some]) =>
    rowOf(family, some),
  );
  const hostile = judged.filter(({ isHonest }) => !isHonest);
  const accepted = hostile.filter(({ isAccepted }) => isAccepted).length;
  const byHead = hostile.filter((one) => one.hasClaimedHead).length;
  return tableOf(
    'Accuracy of judging under the presets',
    [...families, rowOf('all', judged)],
    'Each file is claimed as the type it pretends to be, in the collection that takes that type.',
    'For another reason: refused, but not by a rule that names what is wrong with it.',
    `First bytes alone: the hostile files that file-type detects as what they are sent as; Airlock lets in ${times(accepted / byHead)} as many.`,
  );
}

function errorTable(judged: readonly Judged[]): Table {
  const errors = judged.filter(({ isError }) => isError);
  return tableOf(
    'Errors of judging',
    errors.map(({ sample: { name, claimed, expected }, verdict }) => ({
      file: name,
      'sent as': claimed,
      'must be': expected === 'accepted' ? expected : expected.join(' or '),
      verdict: verdict.reason ?? verdict.outcome,
    })),
    ...(errors.length > 0 ? [] : ['None.']),
  );
}

/** For each reason how often it was given, and what a person reads the first time. */
function sentenceTable(judged: readonly Judged[]): Table {
  const refused = judged.filter(({ isAccepted }) => !isAccepted);
  const byReason = [...Map.groupBy(refused, ({ verdict }) => verdict.reason ?? '')];
  return tableOf(
    'What a person reads',
    byReason
      .sort(([, some], [, others]) => others.length - some.length)
      .map(([reason, some]) => ({
        reason,
        files: some.length,
        'for example': some[0]?.verdict.detail ?? '',
      })),
  );
}
