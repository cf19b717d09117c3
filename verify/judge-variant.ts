// Judges a variant as receive-upload would, under the shipped presets, and measures the processor time of it.
import type { Verdict } from '../lambdas/domain/verdict.ts';
import { judgeSample } from '../test/fixtures/hostile/judge-sample.ts';
import { dense } from '../test/fixtures/hostile/made-file.ts';
import type { Variant } from './variant.ts';

/** A verdict and its processor time. */
export interface TimedVerdict {
  readonly verdict: Verdict;
  readonly cpuMs: number;
}

/** Judges one variant in the collection that takes its type. */
export async function judgeVariant(variant: Variant): Promise<TimedVerdict> {
  const since = process.cpuUsage();
  const verdict = await judgeSample({
    name: variant.name,
    claimed: variant.contentType,
    preset: variant.family === 'archive' ? 'anything' : 'documents',
    file: dense(variant.bytes),
    expected: variant.isHonest ? 'accepted' : [],
  });
  const { user, system } = process.cpuUsage(since);
  return { verdict, cpuMs: (user + system) / 1000 };
}
