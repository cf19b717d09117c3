// Finds the Airlock that a command works on: by a stack's name, by airlock.config.ts, or by an app of the user's own.
import { join, resolve } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { configPath, loadConfig } from '../lib/load-config.ts';
import { userRoot } from '../lib/project.ts';
import { stackNames } from '../lib/stack-names.ts';
import { CannotStartError } from '../local/cannot-start.ts';
import { type LocalAccount, localAccount } from '../local/local-account.ts';
import { readAssembly } from '../local/template/assembly.ts';
import { findInstance } from '../local/template/instances.ts';
import { OperateError } from '../operate/operate-error.ts';
import { type Outputs, prefixIn, readOutputs, withoutPrefix } from '../operate/stack-outputs.ts';
import { type AppChoice, appOptions, appUsage, isOwnApp, withOwnAssembly } from './own-app.ts';

/** The options by which a deployed Airlock is found. */
export const airlockOptions = { stack: { type: 'string' }, ...appOptions } as const;

/** Their description in a command's help. */
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
async function localOutputs(
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

/** The options by which the Airlock of the local cloud is found instead. */
export const localOptions = {
  local: { type: 'boolean', default: false },
  state: { type: 'string', default: '.airlock' },
} as const;

/** Their description in a command's help. */
export const localUsage = `  --local            of the cloud that airlock start runs, instead of the deployed one
  --state directory  where that keeps its state, default .airlock in the project`;

/** An Airlock, and what clients of its account are made with. */
export interface FoundAirlock {
  readonly account: Partial<LocalAccount>;
  /** What a client of S3 is made with. */
  readonly storage: S3ClientConfig;
  /** What a client of DynamoDB is made with. */
  readonly tables: DynamoDBClientConfig;
  readonly outputs: Outputs;
}

/** Finds the deployed Airlock, or with `local` that of the local cloud. */
export async function findAirlock(
  values: AirlockChoice & { readonly local: boolean; readonly state: string },
): Promise<FoundAirlock> {
  if (!values.local) {
    const { outputs } = await deployedOutputs(new CloudFormationClient(), values);
    // A source may be in a bucket of another region.
    return { account: {}, storage: { followRegionRedirects: true }, tables: {}, outputs };
  }
  const state = resolve(userRoot, values.state);
  const account = await localAccount(state);
  const client = new CloudFormationClient(account);
  const outputs = await localOutputs(client, values, join(state, 'cdk.out'));
  const storage = { ...account, endpoint: account.s3, forcePathStyle: true };
  const tables = { ...account, endpoint: account.dynamodb };
  return { account, storage, tables, outputs };
}

const findIn = async (directory: string, { only }: AppChoice): Promise<Found> =>
  findInstance(await readAssembly(directory), only);

const configured = async (): Promise<Found> => ({
  stackName: stackNames(await loadConfig(configPath())).media,
  outputPrefix: '',
});
