// `airlock doctor`: reports for every line of the security checklist whether it holds, with the evidence.
import { DoctorError } from '../doctor/doctor-error.ts';
import { examine } from '../doctor/examine.ts';
import { ownResources, ownStackNames } from '../doctor/own-resources.ts';
import { report } from '../doctor/report.ts';
import type { StackTemplate } from '../doctor/template.ts';
import { CannotStartError } from '../local/cannot-start.ts';
import { runCommand } from './run-command.ts';

const usage = `Usage: airlock doctor [--assembly directory | --deployed] [--stack name]... [--app command] [--json]

  --assembly directory  examine what has been synthesized there, such as cdk.out; default: synthesize now
  --deployed            examine the deployed stacks; needs credentials, AWS_REGION and cloudformation:GetTemplate
  --stack name          with --deployed, a stack to read; may be repeated; default: those of the app that have an Airlock
  --app command         a CDK app of your own, such as "npx tsx bin/app.ts"; default: airlock.config.ts, where there is
                        one, else the app of cdk.json
  --json                print every finding as JSON

Of an app of your own, it examines the resources of Airlocks and their sites, and no others.
Exits with 0 when every line of the checklist holds, 1 when one does not, 2 when nothing could be examined.`;

const options = {
  assembly: { type: 'string' },
  deployed: { type: 'boolean', default: false },
  stack: { type: 'string', multiple: true },
  app: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

interface Choice {
  readonly assembly?: string | undefined;
  readonly deployed: boolean;
  readonly stack?: readonly string[] | undefined;
  readonly app?: string | undefined;
}

await runCommand(
  { usage, options, foreseen: [DoctorError, CannotStartError] },
  async ({ values }) => {
    const lines = examine(ownResources(await readStacks(values)));
    process.stdout.write(values.json ? `${JSON.stringify(lines, null, 2)}\n` : report(lines));
    return lines.every(({ holds }) => holds) ? 0 : 1;
  },
);

// Each way is loaded when it is used: only one of them needs the CDK, and only one the SDK.
async function readStacks(choice: Choice): Promise<readonly StackTemplate[]> {
  const { assembly, deployed, stack } = choice;
  if (deployed && assembly !== undefined)
    throw new DoctorError('Choose one of --assembly and --deployed; they are different stacks.');
  if (stack !== undefined && !deployed)
    throw new DoctorError('--stack names a deployed stack; add --deployed.');
  if (deployed) return deployedStacks(stack ?? (await namesOf(choice)));
  return assembly === undefined ? synthesizedStacks(choice) : stacksIn(assembly);
}

async function deployedStacks(names: readonly string[]): Promise<readonly StackTemplate[]> {
  const [{ CloudFormationClient }, { readDeployed }] = await Promise.all([
    import('@aws-sdk/client-cloudformation'),
    import('../doctor/read-deployed.ts'),
  ]);
  return readDeployed(new CloudFormationClient(), names);
}

/** The stacks to read: both of the configuration, or those of an app of the user's own that have an Airlock or its site. */
async function namesOf(choice: Choice): Promise<readonly string[]> {
  const { isOwnApp } = await import('./own-app.ts');
  if (!isOwnApp(choice)) {
    const [{ stackNames }, { configPath, loadConfig }] = await Promise.all([
      import('../lib/stack-names.ts'),
      import('../lib/load-config.ts'),
    ]);
    const { site, media } = stackNames(await loadConfig(configPath()));
    return [site, media];
  }
  const names = ownStackNames(await synthesizedStacks(choice));
  if (names.length > 0) return names;
  throw new DoctorError('The app has no Airlock; name its stack with --stack.');
}

/** Synthesizes the current sources, because `cdk.out` may be stale. */
async function synthesizedStacks(choice: Choice): Promise<readonly StackTemplate[]> {
  const { isOwnApp, withOwnAssembly } = await import('./own-app.ts');
  if (isOwnApp(choice)) return withOwnAssembly(choice, stacksIn);
  const { synthesizeTemplates } = await import('../lib/synthesize-templates.ts');
  return synthesizeTemplates();
}

async function stacksIn(directory: string): Promise<readonly StackTemplate[]> {
  const { readAssembly } = await import('../doctor/read-assembly.ts');
  return readAssembly(directory);
}
