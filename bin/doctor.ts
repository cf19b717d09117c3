// What `npm run doctor` runs: says of every line of the security checklist whether it holds, and by what.
import { parseArgs } from 'node:util';
import { DoctorError } from '../doctor/doctor-error.ts';
import { examine } from '../doctor/examine.ts';
import { report } from '../doctor/report.ts';
import type { StackTemplate } from '../doctor/template.ts';

const { values } = parseArgs({
  options: {
    assembly: { type: 'string' },
    deployed: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

try {
  const lines = examine(await readStacks());
  process.stdout.write(values.json ? `${JSON.stringify(lines, null, 2)}\n` : report(lines));
  if (lines.some(({ holds }) => !holds)) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof DoctorError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

// Each way is loaded when it is taken: only one of them needs the CDK, and only one the SDK.
async function readStacks(): Promise<readonly StackTemplate[]> {
  if (values.deployed) return deployedStacks();
  if (values.assembly === undefined) return synthesizedStacks();
  const { readAssembly } = await import('../doctor/read-assembly.ts');
  return readAssembly(values.assembly);
}

async function deployedStacks(): Promise<readonly StackTemplate[]> {
  const [{ CloudFormationClient }, { readDeployed }, { stackNames }, { configPath, loadConfig }] =
    await Promise.all([
      import('@aws-sdk/client-cloudformation'),
      import('../doctor/read-deployed.ts'),
      import('../lib/stack-names.ts'),
      import('../lib/load-config.ts'),
    ]);
  const names = stackNames(await loadConfig(configPath()));
  return readDeployed(new CloudFormationClient(), [names.site, names.media]);
}

/** Synthesizes anew, so that what is examined is what the sources say and not what `cdk.out` was left with. */
async function synthesizedStacks(): Promise<readonly StackTemplate[]> {
  const { synthesizeTemplates } = await import('../lib/synthesize-templates.ts');
  return synthesizeTemplates();
}
