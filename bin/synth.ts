// `airlock synth`: synthesizes the app of this project into cdk.out by the CDK.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../lib/config-error.ts';
import { userRoot } from '../lib/project.ts';
import { cdk } from './cdk-command.ts';
import { runCommand } from './run-command.ts';

const usage = `Usage: airlock synth

Synthesizes the app that cdk.json names into cdk.out. Exits with what the CDK's own command exits with, or with 2 when it
could not begin.`;

await runCommand({ usage, options: {}, foreseen: [] }, async () => {
  if (!existsSync(join(userRoot, 'cdk.json'))) {
    throw new ConfigError(`There is no cdk.json in ${userRoot}; airlock init writes a small app.`);
  }
  return cdk(['synth', '--quiet', '--no-notices']);
});
