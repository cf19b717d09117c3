// The parameters of Systems Manager with the keys and secrets that the deployment of an Airlock makes.
import { Arn, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ConfigError } from './config-error.ts';
import { instanceIdOf } from './instance.ts';

/** A parameter by its name and its ARN. */
export interface OwnParameter {
  readonly name: string;
  readonly arn: string;
}

/**
 * The parameter at a path below those of an Airlock; a `*` in the path matches many.
 * @throws {ConfigError} for a stack whose name no parameter can begin with.
 */
export function ownParameter(airlock: Construct, ...path: readonly string[]): OwnParameter {
  const stack = Stack.of(airlock);
  const { stackName } = stack;
  // Systems Manager User Guide, "Parameter name requirements and constraints".
  if (!Token.isUnresolved(stackName) && /^(aws|ssm)/i.test(stackName)) {
    throw new ConfigError(
      `The stack is named ${stackName}, and so are the parameters of downloadKeys and events.webhooks: Systems Manager takes no name that begins with aws or ssm. Give the stack another name.`,
    );
  }
  const instance = instanceIdOf(airlock);
  const owner = instance === '' ? stackName : `${stackName}/${instance}`;
  const name = `/${[owner, ...path].join('/')}`;
  const arn = Arn.format(
    { service: 'ssm', resource: 'parameter', resourceName: name.slice(1) },
    stack,
  );
  return { name, arn };
}
