// What `airlock doctor` runs: says of every line of the security checklist whether it holds, and by what.
import { DoctorError } from '../doctor/doctor-error.ts';
import { examine } from '../doctor/examine.ts';
import { report } from '../doctor/report.ts';
import type { StackTemplate } from '../doctor/template.ts';
import { runCommand } from './run-command.ts';

const usage = `Usage: airlock doctor [--assembly directory | --deployed] [--json]

  --assembly directory  examine what has been synthesized there, such as cdk.out; default: synthesize now
  --deployed            examine the deployed stacks; needs credentials, AWS_REGION and cloudformation:GetTemplate
  --json                print every finding as JSON

Exits with 0 when every line of the checklist holds, 1 when one does not, 2 when nothing could be examined.`;

const options = {
  assembly: { type: 'string' },
  deployed: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

await runCommand({ usage, options, foreseen: [DoctorError] }, async ({ values }) => {
  const lines = examine(await readStacks(values));
  process.stdout.write(values.json ? `${JSON.stringify(lines, null, 2)}\n` : report(lines));
  return lines.every(({ holds }) => holds) ? 0 : 1;
});

// Each way is loaded when it is taken: only one of them needs the CDK, and only one the SDK.
async function readStacks({
  assembly,
  deployed,
}: {
  readonly assembly?: string | undefined;
  readonly deployed: boolean;
}): Promise<readonly StackTemplate[]> {
  if (deployed && assembly !== undefined)
    throw new DoctorError('Choose one of --assembly and --deployed; they are different stacks.');
  if (deployed) return deployedStacks();
  if (assembly === undefined) return synthesizedStacks();
  const { readAssembly } = await import('../doctor/read-assembly.ts');
  return readAssembly(assembly);
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

/** Synthesizes the current sources, because `cdk.out` may be stale. */
async function synthesizedStacks(): Promise<readonly StackTemplate[]> {
  const { synthesizeTemplates } = await import('../lib/synthesize-templates.ts');
  return synthesizeTemplates();
}
