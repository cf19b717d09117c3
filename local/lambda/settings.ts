// AWS::Lambda::Function in the templates → what an execution environment needs to run it.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { account, type Origins, region } from '../addresses.ts';
import { CannotStartError } from '../cannot-start.ts';
import type { Resource, Template } from '../template/template.ts';
import type { Credentials } from './credentials.ts';

/** A function as the template describes it. */
export interface FunctionSettings {
  readonly arn: string;
  readonly name: string;
  /** The role that it runs as. */
  readonly roleArn: string;
  /** Where it writes its log, as IAM names it. */
  readonly logStreamArn: string;
  /** The short name that prefixes log lines. */
  readonly label: string;
  readonly entry: string;
  readonly handler: string;
  readonly context: Readonly<Record<string, string>>;
  /** The whole environment of the worker, without variables of this process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly credentials: Credentials;
  /** After it, AWS ends an invocation; the function knows it. */
  readonly timeoutSeconds: number;
  /** How much later an invocation is ended here. Default: 0. */
  readonly graceSeconds?: number;
  readonly memoryMegabytes: number;
  /** How many invocations may run at once. */
  readonly maxConcurrency: number;
  /** Whether AWS X-Ray traces it. The local cloud only asks for the permissions that tracing needs. */
  readonly isTraced: boolean;
  /** The VPC it runs in. The local cloud only asks for the permissions that a VPC needs. */
  readonly network?: Network;
}

/** The place of a function in a VPC. */
export interface Network {
  readonly SubnetIds: readonly string[];
  readonly SecurityGroupIds: readonly string[];
}

/** Addresses of the AWS services that functions call. */
export interface Endpoints extends Pick<Origins, 's3' | 'dynamodb'> {
  /** Everything but S3 and DynamoDB. */
  readonly control: string;
}

interface FunctionProperties {
  readonly FunctionName?: string;
  readonly Runtime?: string;
  readonly Handler?: string;
  readonly Code?: { S3Key?: string };
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly ReservedConcurrentExecutions?: number;
  readonly Architectures?: string[];
  readonly Role?: string;
  readonly LoggingConfig?: { LogGroup?: string };
  readonly Environment?: { Variables?: Record<string, unknown> };
  readonly TracingConfig?: { Mode?: string };
  readonly VpcConfig?: Network;
}

/** One stream a function; AWS has one for each execution environment. */
const logStream = 'local';

/** A busy machine is slower than AWS. Less than the time after which a queue delivers a message again. */
const graceSeconds = 20;

/** Execution environments of one function on one machine. */
const maxEnvironments = 10;

/**
 * Reads every function but the providers of CDK's custom resources, whose work the local cloud does itself.
 * `credentialsOf` gives each its access key.
 */
export function readFunctions(
  template: Template,
  endpoints: Endpoints,
  credentialsOf: (name: string) => Credentials,
): FunctionSettings[] {
  const providers = new Set(
    ['Custom::CDKBucketDeployment', 'Custom::S3BucketNotifications', 'Custom::S3AutoDeleteObjects']
      .flatMap((type) => template.resources(type))
      .map(({ properties }) => properties.ServiceToken),
  );
  return template
    .resources('AWS::Lambda::Function')
    .filter((resource) => !providers.has(resource.attribute('Arn')))
    .map((resource) => readFunction(resource, template, endpoints, credentialsOf(resource.ref)));
}

function readFunction(
  resource: Resource,
  template: Template,
  endpoints: Endpoints,
  credentials: Credentials,
): FunctionSettings {
  const properties = resource.properties as FunctionProperties;
  const name = resource.ref;
  if (!properties.Runtime?.startsWith('nodejs')) {
    throw new CannotStartError(
      `Function ${resource.logicalId} (AWS::Lambda::Function) runs on ${properties.Runtime}; the local cloud runs Node.js only.`,
    );
  }
  const [file = 'index', handler = 'handler'] = (properties.Handler ?? '').split('.');
  const memoryMegabytes = Number(properties.MemorySize ?? 128);
  const logGroup = properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
  return {
    arn: resource.attribute('Arn'),
    name,
    roleArn: String(properties.Role),
    logStreamArn: `arn:aws:logs:${region}:${account}:log-group:${logGroup}:log-stream:${logStream}`,
    label: resource.logicalId.replace(/(Function)?[0-9A-F]{8}$/, ''),
    entry: findEntry(template.asset(properties.Code?.S3Key ?? '').path, file, resource.logicalId),
    handler,
    context: {
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: resource.attribute('Arn'),
      memoryLimitInMB: String(memoryMegabytes),
      logGroupName: logGroup,
      logStreamName: logStream,
    },
    environment: {
      ...toStrings(properties.Environment?.Variables),
      ...runtimeEnvironment({ name, memoryMegabytes, logGroup, credentials, properties }),
      AWS_ENDPOINT_URL_S3: endpoints.s3,
      AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
      AWS_ENDPOINT_URL_CLOUDFRONT: endpoints.control,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoints.control,
      AWS_ENDPOINT_URL_SSM: endpoints.control,
      AWS_ENDPOINT_URL_SQS: endpoints.control,
      AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.control,
    },
    credentials,
    timeoutSeconds: Number(properties.Timeout ?? 3),
    graceSeconds,
    memoryMegabytes,
    maxConcurrency: Math.min(
      maxEnvironments,
      properties.ReservedConcurrentExecutions ?? maxEnvironments,
    ),
    isTraced: properties.TracingConfig?.Mode === 'Active',
    ...(properties.VpcConfig && { network: properties.VpcConfig }),
  };
}

/** The variables that Lambda itself sets, see "Defined runtime environment variables" in the Lambda developer guide. */
function runtimeEnvironment(options: {
  name: string;
  memoryMegabytes: number;
  logGroup: string;
  credentials: Credentials;
  properties: FunctionProperties;
}): Record<string, string> {
  const { name, memoryMegabytes, logGroup, credentials, properties } = options;
  return {
    _HANDLER: properties.Handler ?? 'index.handler',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${properties.Runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  };
}

function findEntry(path: string, file: string, logicalId: string): string {
  const candidates = statSync(path).isDirectory()
    ? ['mjs', 'js', 'cjs'].map((extension) => join(path, `${file}.${extension}`))
    : [path];
  const entry = candidates.find((candidate) => existsSync(candidate));
  if (!entry || entry.endsWith('.zip')) {
    throw new CannotStartError(`Function ${logicalId} has no ${file}.mjs in its asset ${path}.`);
  }
  return entry;
}

const toStrings = (variables: Record<string, unknown> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
