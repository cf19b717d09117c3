// What `npm run deploy` runs: makes a failed first deployment repeatable, then has the CDK deploy both stacks.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { configPath, loadConfig } from '../lib/load-config.ts';
import { projectRoot } from '../lib/project.ts';
import { stackNames } from '../lib/stack-names.ts';
import { releaseFailedCreation } from '../operate/failed-creation.ts';

const args = process.argv.slice(2);
// The only argument of the CDK that matters here; it names whose account the stack is in.
const { values } = parseArgs({ args, options: { profile: { type: 'string' } }, strict: false });
if (typeof values.profile === 'string') process.env.AWS_PROFILE = values.profile;

const { media } = stackNames(await loadConfig(configPath()));
try {
  if (await releaseFailedCreation(new CloudFormationClient(), media)) {
    process.stdout.write(
      `The first deployment of ${media} failed; its termination protection is lifted, so that it can be created again.\n`,
    );
  }
} catch (error) {
  // Credentials that may deploy through a role of the CDK may not be allowed to ask; the CDK says what it needs itself.
  process.stderr.write(`The state of ${media} is not known: ${(error as Error).message}\n`);
}

const cdk = spawn(
  process.execPath,
  [join(projectRoot, 'node_modules/aws-cdk/bin/cdk'), 'deploy', '--all', '--no-notices', ...args],
  { cwd: projectRoot, stdio: 'inherit' },
);
const [code] = await once(cdk, 'exit');
process.exitCode = code ?? 1;
