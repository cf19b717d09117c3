// Files that were judged wrongly once, each for a class of such files: judged with the shipped presets.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { claimedType } from '../../../lambdas/domain/claimed-type.ts';
import { judgeSample } from '../../fixtures/hostile/judge-sample.ts';
import { dense } from '../../fixtures/hostile/made-file.ts';
import type { Preset } from '../../fixtures/hostile/sample.ts';

interface JudgedCase {
  readonly file: string;
  readonly contentType: string;
  readonly collection: Preset;
  readonly expect: 'ready' | 'rejected';
  readonly detectedType?: string;
  readonly why: string;
}

/** CPU that one judgement may take; a small file that takes longer counts as an attack on time. */
const CPU_MAX_MS = 5_000;

const folder = new URL('../../fixtures/cases/', import.meta.url);
const casesIn = (name: 'hostile' | 'honest') =>
  (JSON.parse(readFileSync(new URL(`${name}/cases.json`, folder), 'utf8')) as JudgedCase[]).map(
    (each) => ({ ...each, path: `${name}/${each.file}` }),
  );

/** Judges a case as its upload would be: the claim is admitted under the type that it means. */
async function judgeCase({ path, file, contentType, collection }: ReturnType<typeof casesIn>[0]) {
  const before = process.cpuUsage();
  const verdict = await judgeSample({
    name: file,
    claimed: claimedType(contentType, file),
    preset: collection,
    file: dense(readFileSync(new URL(path, folder))),
    expected: 'accepted',
  });
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000, 'milliseconds of CPU').toBeLessThan(CPU_MAX_MS);
  return verdict;
}

it.each(casesIn('honest'))('accepts the honest file $file: $why', async (honest) => {
  const { outcome, reason, detectedType } = await judgeCase(honest);
  expect({ outcome, reason, detectedType }).toEqual({
    outcome: 'accepted',
    reason: undefined,
    detectedType: honest.detectedType,
  });
});

it.each(casesIn('hostile'))('rejects the hostile file $file: $why', async (hostile) => {
  expect(await judgeCase(hostile)).toMatchObject({ outcome: 'rejected' });
});
