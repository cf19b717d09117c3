// What `npm run deploy` runs: makes a failed first deployment repeatable, then has the CDK deploy both stacks, as often as
// the table's indexes need.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { configPath, loadConfig } from '../lib/load-config.ts';
import { projectRoot } from '../lib/project.ts';
import { planDeployments, RETIRED_INDEXES_CONTEXT } from '../lib/retired-indexes.ts';
import { stackNames } from '../lib/stack-names.ts';
import { deployedIndexes } from '../operate/deployed-indexes.ts';
import { releaseFailedCreation } from '../operate/failed-creation.ts';

const args = process.argv.slice(2);
// The only argument of the CDK that matters here; it names whose account the stack is in.
const { values } = parseArgs({ args, options: { profile: { type: 'string' } }, strict: false });
if (typeof values.profile === 'string') process.env.AWS_PROFILE = values.profile;

const { media } = stackNames(await loadConfig(configPath()));
const cloudFormation = new CloudFormationClient();
try {
  if (await releaseFailedCreation(cloudFormation, media)) {
    process.stdout.write(
      `The first deployment of ${media} failed; its termination protection is lifted, so that it can be created again.\n`,
    );
  }
} catch (error) {
  // Credentials that may deploy through a role of the CDK may not be allowed to ask; the CDK says what it needs itself.
  process.stderr.write(`The state of ${media} is not known: ${(error as Error).message}\n`);
}

for (const kept of await planned()) {
  const context = kept.length > 0 ? ['--context', `${RETIRED_INDEXES_CONTEXT}=${kept}`] : [];
  const code = await deploy(context);
  process.exitCode = code;
  if (code !== 0) break;
}

/** What each deployment keeps of the retired indexes. */
async function planned(): Promise<readonly (readonly string[])[]> {
  try {
    const plan = planDeployments(await deployedIndexes(cloudFormation, media));
    if (plan.length > 1) {
      process.stdout.write(
        `The table has indexes that are not needed any more. CloudFormation changes one per update: ${plan.length} deployments follow.\n`,
      );
    }
    return plan;
  } catch (error) {
    process.stderr.write(`The indexes of ${media} are not known: ${(error as Error).message}\n`);
    return [[]];
  }
}

async function deploy(context: readonly string[]): Promise<number> {
  const cdk = spawn(
    process.execPath,
    [
      join(projectRoot, 'node_modules/aws-cdk/bin/cdk'),
      'deploy',
      '--all',
      '--no-notices',
      ...context,
      ...args,
    ],
    { cwd: projectRoot, stdio: 'inherit' },
  );
  const [code] = await once(cdk, 'exit');
  return code ?? 1;
}
