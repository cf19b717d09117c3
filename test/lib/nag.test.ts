import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { everyOption, withClamd, withIssuers } from './configs.ts';
import { stubApp } from './synthesize.ts';

it.each([
  ['as shipped', shippedConfig],
  ['with a clamd', withClamd],
  ['with every option of the site and GuardDuty', everyOption],
  ['with a function that verifies tokens', withIssuers],
])('%s, no finding of AWS’s rules is left without a reason', async (_, config) => {
  const { app, remove } = await stubApp({ config, checked: true });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();

  const acknowledged = app.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>));
  expect(acknowledged.length).toBeGreaterThan(0);
  for (const [id, reason] of acknowledged) expect(reason, id).toMatch(/^.{30,}\.$/);
  await remove();
});
