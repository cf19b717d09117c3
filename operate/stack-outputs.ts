// The outputs of a deployed stack, by which commands find the resources of an Airlock.
import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { OperateError } from './operate-error.ts';

/** Values of outputs by their names. */
export type Outputs = Readonly<Record<string, string>>;

/** An output that every Airlock has, after the prefix of its outputs. */
const markingOutput = 'ReconcileFunctionName';

/**
 * Reads every output of a stack; needs `cloudformation:DescribeStacks`.
 * @param advice What to check when CloudFormation refuses.
 */
export async function readOutputs(
  client: CloudFormationClient,
  StackName: string,
  advice: string,
): Promise<Outputs> {
  const { Stacks: [stack] = [] } = await client
    .send(new DescribeStacksCommand({ StackName }))
    .catch((cause: Error) => {
      throw new OperateError(`Cannot read stack ${StackName}: ${cause.message}. ${advice}`, {
        cause,
      });
    });
  return Object.fromEntries(
    (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  );
}

/** Takes the outputs whose names begin with the prefix, under the names that a stack with one Airlock alone gives them. */
export const withoutPrefix = (outputs: Outputs, prefix: string): Outputs =>
  Object.fromEntries(
    Object.entries(outputs)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );

/**
 * Finds the prefix of one Airlock's outputs in the outputs of a stack.
 * @param only The id of the construct or its path, where the stack has several.
 * @throws {OperateError} when there is none, or several and none is chosen
 */
export function prefixIn(outputs: Outputs, stackName: string, only?: string): string {
  const prefixes = Object.keys(outputs)
    .filter((name) => name.endsWith(markingOutput))
    .map((name) => name.slice(0, -markingOutput.length));
  if (prefixes.length === 0) throw new OperateError(`Stack ${stackName} has no Airlock.`);
  const ends = only?.split('/').map((_, index, ids) => ids.slice(index).join(''));
  const chosen = prefixes.filter((prefix) => !ends || ends.includes(prefix));
  const [prefix] = chosen;
  if (prefix !== undefined && chosen.length === 1) return prefix;
  const names = prefixes.join(', ');
  throw new OperateError(
    only === undefined
      ? `Stack ${stackName} has ${prefixes.length} Airlocks: ${names}. Choose one with --only.`
      : `--only ${only} names none of the Airlocks of stack ${stackName}: ${names}.`,
  );
}
