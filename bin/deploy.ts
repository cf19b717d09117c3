// `airlock deploy`: makes a failed first deployment repeatable, then deploys every stack by the CDK, as often as the table's
// indexes need.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { IndexName } from '../lambdas/table.ts';
import { ConfigError } from '../lib/config-error.ts';
import { configPath, loadConfig } from '../lib/load-config.ts';
import { localAddressesIn } from '../lib/local-addresses.ts';
import { planDeployments, RETIRED_INDEXES_CONTEXT } from '../lib/retired-indexes.ts';
import { stackNames } from '../lib/stack-names.ts';
import { indexNamesFor } from '../lib/table-indexes.ts';
import { deployedIndexes } from '../operate/deployed-indexes.ts';
import { releaseFailedCreation } from '../operate/failed-creation.ts';
import { cdk } from './cdk-command.ts';

const usage = `Usage: airlock deploy [arguments of cdk deploy]

Deploys every stack of the app that cdk.json names. Needs credentials and a region. Exits with what the CDK's own command
exits with, or with 2 when it could not begin.`;

const args = process.argv.slice(2);
try {
  if (args.includes('--help')) process.stdout.write(`${usage}\n`);
  else process.exitCode = await deployAll();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

async function deployAll(): Promise<number> {
  // The only argument of the CDK that matters here; it selects the account.
  const { values } = parseArgs({ args, options: { profile: { type: 'string' } }, strict: false });
  if (typeof values.profile === 'string') process.env.AWS_PROFILE = values.profile;
  // The stacks of another app, and their termination protection, are left alone.
  if (!existsSync(configPath())) return deployWith([]);
  const config = await loadConfig(configPath());
  const local = localAddressesIn(config);
  if (local.length > 0) {
    const lines = local.map(({ field, url }) => `  ${field} is ${url}`);
    throw new ConfigError(
      `What is deployed cannot reach this machine; name public https addresses:\n${lines.join('\n')}`,
    );
  }
  const { media } = stackNames(config);
  const cloudFormation = new CloudFormationClient();
  await makeRepeatable(cloudFormation, media);
  for (const kept of await planned(cloudFormation, media, indexNamesFor(config))) {
    const code = await deployWith(
      kept.length > 0 ? ['--context', `${RETIRED_INDEXES_CONTEXT}=${kept}`] : [],
    );
    if (code !== 0) return code;
  }
  return 0;
}

const deployWith = (context: readonly string[]): Promise<number> =>
  cdk(['deploy', '--all', '--no-notices', ...context, ...args]);

async function makeRepeatable(
  cloudFormation: CloudFormationClient,
  stackName: string,
): Promise<void> {
  try {
    if (await releaseFailedCreation(cloudFormation, stackName)) {
      process.stdout.write(
        `The first deployment of ${stackName} failed; its termination protection is lifted, so that it can be created again.\n`,
      );
    }
  } catch (error) {
    // Credentials that may deploy through a role of the CDK may not be allowed to read this; the CDK reports missing permissions
    // itself.
    process.stderr.write(`The state of ${stackName} is not known: ${(error as Error).message}\n`);
  }
}

/** The retired indexes that each deployment keeps. */
async function planned(
  cloudFormation: CloudFormationClient,
  stackName: string,
  indexNames: readonly IndexName[],
): Promise<readonly (readonly string[])[]> {
  try {
    const plan = planDeployments(await deployedIndexes(cloudFormation, stackName), indexNames);
    if (plan.length > 1) {
      process.stdout.write(
        `The table has indexes that are not needed any more. CloudFormation changes one per update: ${plan.length} deployments follow.\n`,
      );
    }
    return plan;
  } catch (error) {
    process.stderr.write(
      `The indexes of ${stackName} are not known: ${(error as Error).message}\n`,
    );
    return [[]];
  }
}
