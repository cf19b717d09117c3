// Finds the Airlock that a command works on: by a stack's name, by airlock.config.ts, or by an app of the user's own.
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { configPath, loadConfig } from '../lib/load-config.ts';
import { stackNames } from '../lib/stack-names.ts';
import { CannotStartError } from '../local/cannot-start.ts';
import { readAssembly } from '../local/template/assembly.ts';
import { findInstance } from '../local/template/instances.ts';
import { OperateError } from '../operate/operate-error.ts';
import { type Outputs, prefixIn, readOutputs, withoutPrefix } from '../operate/stack-outputs.ts';
import { type AppChoice, appOptions, appUsage, isOwnApp, withOwnAssembly } from './own-app.ts';

/** The options by which a deployed Airlock is found. */
export const airlockOptions = { stack: { type: 'string' }, ...appOptions } as const;

/** How they are used, in the words of a command's help. */
export const airlockUsage = `  --stack name       the deployed stack that has the Airlock; default: the one that the app says
${appUsage}`;

/** Errors of finding one that are messages for people. */
export const findingErrors = [CannotStartError, OperateError] as const;

/** What the values of the options say. */
export interface AirlockChoice extends AppChoice {
  readonly stack?: string | undefined;
}

/** An Airlock of a stack. */
interface Found {
  readonly stackName: string;
  readonly outputPrefix: string;
}

/** Reads the outputs of the deployed Airlock, under the names that a stack with one Airlock alone gives them. */
export async function deployedOutputs(
  client: CloudFormationClient,
  choice: AirlockChoice,
): Promise<{ readonly stackName: string; readonly outputs: Outputs }> {
  const advice = 'Check the credentials, AWS_REGION and the name of the stack.';
  if (choice.stack !== undefined) {
    const all = await readOutputs(client, choice.stack, advice);
    const prefix = prefixIn(all, choice.stack, choice.only);
    return { stackName: choice.stack, outputs: withoutPrefix(all, prefix) };
  }
  const { stackName, outputPrefix } = isOwnApp(choice)
    ? await withOwnAssembly(choice, (directory) => findIn(directory, choice))
    : await configured();
  const all = await readOutputs(client, stackName, advice);
  return { stackName, outputs: withoutPrefix(all, outputPrefix) };
}

/** Reads the outputs of the Airlock that the local cloud runs; `assembly` is what it was started from. */
export async function localOutputs(
  client: CloudFormationClient,
  choice: AppChoice,
  assembly: string,
): Promise<Outputs> {
  const { stackName, outputPrefix } = isOwnApp(choice)
    ? await findIn(assembly, choice)
    : await configured();
  const advice = 'Is airlock start running, with this state directory?';
  return withoutPrefix(await readOutputs(client, stackName, advice), outputPrefix);
}

const findIn = async (directory: string, { only }: AppChoice): Promise<Found> =>
  findInstance(await readAssembly(directory), only);

const configured = async (): Promise<Found> => ({
  stackName: stackNames(await loadConfig(configPath())).media,
  outputPrefix: '',
});
