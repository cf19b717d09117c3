// The permissions and variables of lookups in the directory: to list the user pool's users, or to read the secret of an endpoint.
import { Arn, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Config } from '../lambdas/config/config.ts';
import type { Environment } from '../lambdas/env.ts';
import { ConfigError } from './config-error.ts';
import type { SignIn } from './sign-in.ts';

/** The permissions and variables of the function that looks people up. */
export interface DirectoryAccess {
  readonly lookupRight: PolicyStatement;
  readonly environment: Partial<Environment>;
}

/** The access to the configured directory; undefined without one. */
export function directoryAccessOf(
  scope: Construct,
  { config, signIn }: { readonly config: Config; readonly signIn: SignIn },
): DirectoryAccess | undefined {
  const { directory } = config.auth;
  if (!directory) return undefined;
  if (directory.engine === 'endpoint') {
    const resourceName = directory.secretParameter.slice(1);
    const arn = Arn.format(
      { service: 'ssm', resource: 'parameter', resourceName },
      Stack.of(scope),
    );
    return {
      lookupRight: new PolicyStatement({ actions: ['ssm:GetParameter'], resources: [arn] }),
      environment: {},
    };
  }
  const { userPool } = signIn;
  if (!userPool) throw new ConfigError('auth.directory is cognito, but there is no user pool.');
  return {
    lookupRight: new PolicyStatement({
      actions: ['cognito-idp:ListUsers'],
      resources: [userPool.userPoolArn],
    }),
    environment: { USER_POOL_ID: userPool.userPoolId },
  };
}
