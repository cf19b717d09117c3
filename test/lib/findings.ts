// What AWS's own rules find in the stacks of a configuration (cdk-nag), and the reasons for what is left.
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect } from 'vitest';
import type { Config } from '../../lambdas/config/config.ts';
import { stubApp } from './synthesize.ts';

/** Expects that no finding is left without a reason, which is a whole sentence. */
export async function expectReasonForEachFinding(config: Config): Promise<void> {
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
}
