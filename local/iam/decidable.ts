// The services whose requests are decided here, and their context keys; a policy with any other stops the start.
import { CannotStartError } from '../cannot-start.ts';
import { type PolicyDocument, type Statement, statementsOf } from './policy.ts';

/** Context keys of every request. */
const globalKeys = [
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:SecureTransport',
  'aws:SourceAccount',
  'aws:SourceArn',
];

/**
 * The services whose requests are decided, each with the context keys that it passes to IAM. A service is listed once every
 * request to it is decided by the authority; until then a role that names its actions stops the start.
 */
const decidedServices: Readonly<Record<string, readonly string[]>> = {
  cloudfront: [],
  'cognito-idp': [],
  dynamodb: [
    'dynamodb:EnclosingOperation',
    'dynamodb:LeadingKeys',
    'dynamodb:ReturnValues',
    'dynamodb:Select',
  ],
  ec2: [],
  events: ['events:ManagedBy'],
  logs: [],
  s3: [
    's3:authType',
    's3:delimiter',
    's3:if-match',
    's3:if-none-match',
    's3:max-keys',
    's3:prefix',
    's3:signatureAge',
    's3:signatureversion',
    's3:TlsVersion',
    's3:VersionId',
    's3:x-amz-acl',
    's3:x-amz-content-sha256',
    's3:x-amz-copy-source',
    's3:x-amz-metadata-directive',
    's3:x-amz-server-side-encryption',
    's3:x-amz-storage-class',
  ],
  sqs: [],
  ssm: [],
  xray: [],
};

const knownKeys = new Set(
  [...globalKeys, ...Object.values(decidedServices).flat()].map((key) => key.toLowerCase()),
);

/** Throws {@link CannotStartError} for a policy that could not be decided as AWS would, naming `owner` and the reason. */
export function refuseUndecidable(owner: string, policies: readonly PolicyDocument[]): void {
  for (const statement of statementsOf(policies)) {
    const reason = whyUndecidable(statement);
    if (reason)
      throw new CannotStartError(`${owner} cannot be enforced by the local cloud: ${reason}`);
  }
}

function whyUndecidable(statement: Statement): string | undefined {
  const negation = ['NotAction', 'NotResource', 'NotPrincipal'].find((name) => name in statement);
  if (negation) return `a statement has ${negation}; name what is meant instead.`;
  for (const action of [statement.Action ?? []].flat()) {
    const [service = ''] = action.split(':');
    if (!(service in decidedServices))
      return `it names ${action}, and requests to ${service} are not decided here yet (local/iam/decidable.ts).`;
  }
  const variable = [statement.Resource ?? []].flat().find((resource) => resource.includes('${'));
  if (variable) return `the resource ${variable} has a policy variable.`;
  const keys = Object.values(statement.Condition ?? {}).flatMap((tests) => Object.keys(tests));
  const unknown = keys.find((key) => !knownKeys.has(key.toLowerCase()));
  return unknown && `a condition is about ${unknown}, which is not known here of a request.`;
}
