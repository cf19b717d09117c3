// Whatever a configuration may say alone or together with one other thing can be synthesized and deployed.
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { validateConfig } from '../../lib/validate-config.ts';
import { coveringArray, pairsIn, pairsOf, singles } from './covering-array.ts';
import { configOf, describeChoice, optionSizes } from './documented-options.ts';
import { stubApp } from './synthesize.ts';

const rows = new Map(
  [...singles(optionSizes), ...coveringArray(optionSizes)].map((row) => [describeChoice(row), row]),
);

it('the rows of the matrix hold every pair of values', () => {
  const covered = new Set(coveringArray(optionSizes).flatMap(pairsIn));
  expect([...pairsOf(optionSizes)].filter((pair) => !covered.has(pair))).toEqual([]);
});

describe('no rule of AWS or CloudFormation is broken without a reason by', () => {
  it.each([...rows])(
    'no rule of AWS or CloudFormation is broken without a reason by %s',
    async (_, row) => {
      const config = validateConfig(configOf(row), 'the matrix');
      const { app, remove } = await stubApp({ config, checked: true });
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
      try {
        expect(() => app.synth()).not.toThrow();
      } finally {
        await remove();
      }
    },
  );
});
