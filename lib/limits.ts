// Quotas of AWS that a configuration can exceed: looked up in every resource at synth, before CloudFormation would refuse.
import type { TemplateResource } from './resources-of.ts';
import { charactersOf } from './template-length.ts';

/** A quota of AWS on one resource, and the fields of the configuration that it depends on. */
export interface Limit {
  /** The type of the resources that have it. */
  readonly type: string;
  /** How much of it a resource uses, in a stack with these resources. */
  readonly use: (resource: TemplateResource, stack: readonly TemplateResource[]) => number;
  readonly most: number;
  /** The unit, in words that follow the number. */
  readonly unit: string;
  /** The fields that it depends on. */
  readonly fields: string;
  /** Where AWS documents it. */
  readonly source: string;
  /** The remedy. */
  readonly remedy: string;
}

const lengthOfList = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** The list at a path below the properties, such as `KeyGroupConfig.Items`. */
const listAt =
  (...path: readonly string[]) =>
  ({ properties }: TemplateResource): number =>
    lengthOfList(
      path.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], {
        ...properties,
      }),
    );

/** The longest of a list of texts. */
const longestIn = (values: unknown): number =>
  Array.isArray(values) ? Math.max(0, ...values.map(charactersOf)) : 0;

const charactersAt =
  (name: string) =>
  ({ properties }: TemplateResource): number =>
    properties[name] === undefined ? 0 : charactersOf(properties[name]);

interface InlinePolicy {
  readonly PolicyDocument?: unknown;
}

/** Documents of the policies inside a role, and of those that the stack attaches to it. */
const policyDocumentsOf = (
  { logicalId, properties }: TemplateResource,
  stack: readonly TemplateResource[],
): readonly unknown[] => {
  const own = (properties.Policies ?? []) as readonly InlinePolicy[];
  const attached = stack.filter(
    ({ type, properties: { Roles: roles } }) =>
      type === 'AWS::IAM::Policy' &&
      Array.isArray(roles) &&
      roles.some((role: { readonly Ref?: unknown }) => role.Ref === logicalId),
  );
  return [...own, ...attached.map((policy): InlinePolicy => policy.properties)].map(
    ({ PolicyDocument }) => PolicyDocument,
  );
};

/** Every quota on one resource that a configuration can reach; a test compares the largest configuration with the others. */
export const limits: readonly Limit[] = [
  {
    type: 'AWS::IAM::Role',
    // IAM counts the inline policies of a role together, without white space.
    use: (role, stack) =>
      policyDocumentsOf(role, stack).reduce<number>((sum, each) => sum + charactersOf(each), 0),
    most: 10_240,
    unit: 'characters of inline policies',
    fields: 'events.webhooks and its secrets, and rights that the app adds,',
    source: 'IAM User Guide, "IAM and AWS STS quotas"',
    remedy:
      'Keep fewer generations of a secret, or make policies that the app attaches to the role managed ones.',
  },
  {
    type: 'AWS::Lambda::Function',
    use: ({ properties }) =>
      charactersOf((properties.Environment as { Variables?: unknown })?.Variables ?? {}),
    most: 4 * 1024,
    unit: 'bytes of environment variables',
    // The path distinguishes the function of a webhook from the one that verifies tokens.
    fields: 'events.webhooks (url and secrets) or auth.audiences',
    source: 'Lambda Developer Guide, "Lambda quotas"',
    remedy: 'Shorten the URL, keep fewer generations of a secret, or name fewer audiences.',
  },
  {
    type: 'AWS::Lambda::Function',
    use: listAt('VpcConfig', 'SecurityGroupIds'),
    most: 5,
    unit: 'security groups of a function',
    fields: 'scanner.vpc.securityGroupIds',
    source: 'Lambda API Reference, "VpcConfig"',
    remedy: 'Name fewer.',
  },
  {
    type: 'AWS::Lambda::Function',
    use: listAt('VpcConfig', 'SubnetIds'),
    most: 16,
    unit: 'subnets of a function',
    fields: 'scanner.vpc.subnetIds',
    source: 'Lambda API Reference, "VpcConfig"',
    remedy: 'Name fewer; two in different zones are enough.',
  },
  {
    type: 'AWS::Cognito::UserPoolClient',
    use: listAt('CallbackURLs'),
    most: 100,
    unit: 'callback URLs of a client',
    fields: 'origins and the site',
    source: 'Cognito Developer Guide, "Quotas in Amazon Cognito"',
    remedy: 'Name fewer origins, or an issuer of your own in auth.issuer.',
  },
  {
    type: 'AWS::Cognito::UserPoolClient',
    use: ({ properties }) => longestIn(properties.CallbackURLs),
    most: 1024,
    unit: 'characters of one callback URL',
    fields: 'origins and the site',
    source: 'Cognito User Pools API Reference, "CreateUserPoolClient"',
    remedy: 'Shorten the name of the host.',
  },
  {
    type: 'AWS::S3::Bucket',
    use: charactersAt('CorsConfiguration'),
    most: 64 * 1024,
    unit: 'bytes of rules for other origins',
    fields: 'origins',
    source: 'S3 API Reference, "PutBucketCors"',
    remedy: 'Name fewer origins.',
  },
  {
    type: 'AWS::S3::Bucket',
    use: listAt('LifecycleConfiguration', 'Rules'),
    most: 1000,
    unit: 'lifecycle rules',
    fields: 'collections',
    source: 'S3 API Reference, "PutBucketLifecycleConfiguration"',
    remedy: 'Give fewer collections a storage of their own.',
  },
  {
    type: 'AWS::ApiGatewayV2::Authorizer',
    use: listAt('JwtConfiguration', 'Audience'),
    most: 50,
    unit: 'audiences of an authorizer',
    fields: 'auth.audiences and auth.clientId',
    source: 'API Gateway Developer Guide, "Quotas for configuring and running an HTTP API"',
    remedy:
      'Name fewer; with algorithms, authorizedParties or a further issuer in auth, a function verifies tokens, which takes any number.',
  },
  {
    type: 'AWS::ApiGatewayV2::Route',
    use: listAt('AuthorizationScopes'),
    most: 10,
    unit: 'scopes of a route',
    fields: 'auth.scopes',
    source: 'API Gateway Developer Guide, "Quotas for configuring and running an HTTP API"',
    remedy: 'Name fewer; a token needs only one of them.',
  },
  {
    type: 'AWS::ApiGatewayV2::Route',
    use: ({ properties }) => longestIn(properties.AuthorizationScopes),
    most: 64,
    unit: 'characters of one scope',
    fields: 'auth.scopes or auth.services',
    source: 'API Gateway V2 API Reference, "CreateRoute"',
    remedy:
      'Shorten it; with algorithms, authorizedParties or a further issuer in auth, a function verifies tokens, which takes any length.',
  },
  {
    type: 'AWS::ApiGatewayV2::Authorizer',
    use: ({ properties: { JwtConfiguration: jwt = {} } }) =>
      charactersOf((jwt as { readonly Issuer?: unknown }).Issuer ?? ''),
    most: 2048,
    unit: 'characters of an issuer',
    fields: 'auth.issuer',
    source: 'API Gateway V2 API Reference, "CreateAuthorizer"',
    remedy: 'Shorten it.',
  },
  {
    type: 'AWS::CloudFront::KeyGroup',
    use: listAt('KeyGroupConfig', 'Items'),
    most: 5,
    unit: 'public keys in a key group',
    fields: 'downloadKeys',
    source: 'CloudFront Developer Guide, "Quotas on key groups"',
    remedy: 'Name fewer generations; two are enough to change from one to the next.',
  },
  {
    type: 'AWS::Cognito::UserPoolGroup',
    use: charactersAt('GroupName'),
    most: 128,
    unit: 'characters of the name of a group',
    fields: 'the groups of collections and quota.overrides',
    source: 'Cognito API Reference, "CreateGroup"',
    remedy: 'Shorten it.',
  },
  {
    type: 'AWS::Logs::MetricFilter',
    use: ({ properties }) =>
      charactersOf(
        (properties.MetricTransformations as readonly { MetricNamespace?: unknown }[])?.[0]
          ?.MetricNamespace ?? '',
      ),
    most: 255,
    unit: 'characters of the namespace of metrics',
    fields: "the construct's id and those of the constructs around it",
    source: 'CloudWatch Logs API Reference, "MetricTransformation"',
    remedy: 'Shorten them.',
  },
];
