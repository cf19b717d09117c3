import { expect, it } from 'vitest';
import { corpus } from '../../fixtures/hostile/corpus.ts';
import { isExpected, judgeSample } from '../../fixtures/hostile/judge-sample.ts';

it.each(Object.entries(corpus))('judges the %s rightly', async (_family, samples) => {
  const errors = [];
  for (const sample of samples) {
    const verdict = await judgeSample(sample);
    if (!isExpected(sample, verdict)) {
      errors.push({ file: sample.name, sentAs: sample.claimed, got: verdict.reason ?? 'accepted' });
    }
  }
  expect(errors).toEqual([]);
});
