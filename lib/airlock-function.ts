// House defaults of every function: its bundle, its own role and log group, and only the variables it reads.
import { type Duration, Validations } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type CfnFunction,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Environment } from '../lambdas/env.ts';
import {
  type AnyFunctionName,
  cdnDownloadEnvironment,
  functionEnvironment,
} from '../lambdas/functions.ts';
import { type FunctionSource, functionCode } from './function-code.ts';
import { keptOnceCreated } from './kept-once-created.ts';

/** The properties of one function. */
export interface AirlockFunctionProps {
  readonly name: AnyFunctionName;
  readonly source: FunctionSource;
  /** Every variable of its stack; the function gets those it reads. */
  readonly environment: Partial<Environment>;
  /** Its permissions besides writing its own log. */
  readonly permissions: readonly PolicyStatement[];
  readonly timeout: Duration;
  /** @default 512 */
  readonly memoryMegabytes?: number;
  readonly logRetentionDays: number;
  /** Concurrent runs that are reserved for it, which are also its maximum. Default: it shares those of the account. */
  readonly reservedConcurrency?: number | undefined;
  /** Whether AWS X-Ray traces it. Default: not. */
  readonly tracing?: boolean;
}

// Newer SDKs sign a checksum of the empty body into presigned requests unless configured to send only required ones.
const presigning = {
  AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
  AWS_RESPONSE_CHECKSUM_VALIDATION: 'WHEN_REQUIRED',
};

/** A function of the media side; its construct id is its name in PascalCase. */
export class AirlockFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, props: AirlockFunctionProps) {
    super(scope, pascalCase(props.name));
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetentionDays as RetentionDays,
      removalPolicy: keptOnceCreated,
    });
    const role = roleOf(
      this,
      [...props.permissions, ...(props.tracing ? [mayTrace()] : [])],
      logGroup,
    );
    this.function = new LambdaFunction(this, 'Function', {
      description: `Airlock: ${props.name}`,
      code: functionCode(this, props.name, props.source),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // CPU grows with memory and start-up is CPU-bound: less memory costs the same and answers later.
      memorySize: props.memoryMegabytes ?? 512,
      timeout: props.timeout,
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
      environment: environmentOf(props),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
    });
    if (props.tracing) {
      // The property of the construct would grant the right in a second policy.
      const { defaultChild } = this.function.node;
      (defaultChild as CfnFunction).tracingConfig = { mode: 'Active' };
      Validations.of(role).acknowledge({
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason:
          'Actions of AWS X-Ray do not support resources (service authorization reference, AWS X-Ray).',
      });
    }
  }
}

/** These actions do not support resources (service authorization reference, AWS X-Ray). */
const mayTrace = () =>
  new PolicyStatement({
    actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
    resources: ['*'],
  });

const pascalCase = (name: string) =>
  name.replace(/(^|-)(\w)/g, (_, __, letter) => letter.toUpperCase());

function environmentOf({ name, environment }: AirlockFunctionProps): Record<string, string> {
  const names: readonly (keyof Environment)[] =
    (environment.DOWNLOAD_KEY_ID && cdnDownloadEnvironment[name]) || functionEnvironment[name];
  return {
    ...Object.fromEntries(names.map((variable) => [variable, environment[variable] ?? ''])),
    ...(names.includes('MEDIA_BUCKET') && presigning),
  };
}

/** AWS's managed execution role may write to every log group of the account; this one writes to its own. */
const roleOf = (scope: Construct, permissions: readonly PolicyStatement[], logGroup: LogGroup) =>
  new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      Permissions: new PolicyDocument({
        statements: [
          ...permissions,
          new PolicyStatement({
            actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            resources: [logGroup.logGroupArn],
          }),
        ],
      }),
    },
  });
