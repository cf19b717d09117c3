// The values of `Ref` and `Fn::GetAtt` for each resource type: names, ids and ARNs as AWS forms them.
import { account, region } from '../addresses.ts';

/** A resource that gets a name. */
export interface Nameable {
  readonly stackName: string;
  readonly logicalId: string;
  /** A property of the resource, resolved. */
  property(name: string): unknown;
  /** Stable random lower-case hex of the given length for this resource. */
  id(length: number): string;
}

interface Naming {
  readonly ref: (resource: Nameable) => string;
  readonly attributes?: Record<string, (resource: Nameable) => string>;
}

const named =
  (property: string, maxLength = 64) =>
  (resource: Nameable): string =>
    (resource.property(property) as string | undefined) ??
    `${`${resource.stackName}-${resource.logicalId}`.slice(0, maxLength - 9)}-${resource.id(8)}`;

const arn = (service: string, resource: string) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

const bucket = (resource: Nameable): string => {
  const prefix = resource.property('BucketNamePrefix');
  if (prefix) return `${prefix}-${account}-${region}-an`;
  return named('BucketName', 63)(resource).toLowerCase();
};
const lambda = named('FunctionName');
const queue = named('QueueName', 80);
const table = named('TableName');
const role = named('RoleName');
const logGroup = named('LogGroupName');
const userPool = (resource: Nameable) => `${region}_${resource.id(9)}`;
const distribution = (resource: Nameable) => `E${resource.id(13).toUpperCase()}`;
const edgeFunction = (resource: Nameable) =>
  `arn:aws:cloudfront::${account}:function/${named('Name')(resource)}`;
const queueUrl = (resource: Nameable) =>
  `https://sqs.${region}.amazonaws.com/${account}/${queue(resource)}`;

const eventBus = named('Name', 256);

const tables: Naming = {
  ref: table,
  attributes: {
    Arn: (resource) => arn('dynamodb', `table/${table(resource)}`),
    StreamArn: (resource) =>
      `${arn('dynamodb', `table/${table(resource)}`)}/stream/2026-01-01T00:00:00.000`,
    TableId: (resource) => resource.id(32),
  },
};

const namings: Record<string, Naming> = {
  'AWS::S3::Bucket': {
    ref: bucket,
    attributes: {
      Arn: (resource) => `arn:aws:s3:::${bucket(resource)}`,
      DomainName: (resource) => `${bucket(resource)}.s3.amazonaws.com`,
      RegionalDomainName: (resource) => `${bucket(resource)}.s3.${region}.amazonaws.com`,
    },
  },
  'AWS::Lambda::Function': {
    ref: lambda,
    attributes: { Arn: (resource) => arn('lambda', `function:${lambda(resource)}`) },
  },
  'AWS::SQS::Queue': {
    ref: queueUrl,
    attributes: {
      Arn: (resource) => arn('sqs', queue(resource)),
      QueueName: queue,
      QueueUrl: queueUrl,
    },
  },
  'AWS::DynamoDB::GlobalTable': tables,
  'AWS::DynamoDB::Table': tables,
  'AWS::ApiGatewayV2::Api': {
    ref: (resource) => resource.id(10),
    attributes: {
      ApiId: (resource) => resource.id(10),
      ApiEndpoint: (resource) => `https://${resource.id(10)}.execute-api.${region}.amazonaws.com`,
    },
  },
  'AWS::ApiGatewayV2::Stage': { ref: (resource) => String(resource.property('StageName')) },
  'AWS::ApiGatewayV2::Authorizer': {
    ref: (resource) => resource.id(6),
    attributes: { AuthorizerId: (resource) => resource.id(6) },
  },
  'AWS::Cognito::UserPool': {
    ref: userPool,
    attributes: {
      UserPoolId: userPool,
      Arn: (resource) => arn('cognito-idp', `userpool/${userPool(resource)}`),
      ProviderName: (resource) => `cognito-idp.${region}.amazonaws.com/${userPool(resource)}`,
      ProviderURL: (resource) =>
        `https://cognito-idp.${region}.amazonaws.com/${userPool(resource)}`,
    },
  },
  'AWS::Cognito::UserPoolClient': {
    ref: (resource) => resource.id(26),
    attributes: { ClientId: (resource) => resource.id(26) },
  },
  'AWS::Cognito::UserPoolResourceServer': {
    ref: (resource) => String(resource.property('Identifier')),
  },
  'AWS::Cognito::UserPoolDomain': { ref: (resource) => String(resource.property('Domain')) },
  'AWS::CloudFront::Distribution': {
    ref: distribution,
    attributes: {
      Id: distribution,
      DomainName: (resource) => `d${resource.id(13)}.cloudfront.net`,
    },
  },
  'AWS::CloudFront::Function': {
    ref: edgeFunction,
    attributes: { FunctionARN: edgeFunction },
  },
  'AWS::IAM::Role': {
    ref: role,
    attributes: {
      Arn: (resource) => `arn:aws:iam::${account}:role/${role(resource)}`,
      RoleId: (resource) => `AROA${resource.id(17).toUpperCase()}`,
    },
  },
  'AWS::Logs::LogGroup': {
    ref: logGroup,
    attributes: { Arn: (resource) => `${arn('logs', `log-group:${logGroup(resource)}`)}:*` },
  },
  'AWS::Events::EventBus': {
    ref: eventBus,
    attributes: {
      Arn: (resource) => arn('events', `event-bus/${eventBus(resource)}`),
      Name: eventBus,
    },
  },
  'AWS::Events::Rule': {
    ref: named('Name'),
    attributes: { Arn: (resource) => arn('events', `rule/${named('Name')(resource)}`) },
  },
  'AWS::GuardDuty::MalwareProtectionPlan': {
    ref: (resource) => resource.id(20),
    attributes: {
      Arn: (resource) => arn('guardduty', `malware-protection-plan/${resource.id(20)}`),
      MalwareProtectionPlanId: (resource) => resource.id(20),
    },
  },
  'AWS::SNS::Topic': {
    ref: (resource) => arn('sns', named('TopicName')(resource)),
    attributes: { TopicArn: (resource) => arn('sns', named('TopicName')(resource)) },
  },
  'AWS::CloudWatch::Alarm': {
    ref: named('AlarmName', 255),
    attributes: {
      Arn: (resource) => arn('cloudwatch', `alarm:${named('AlarmName', 255)(resource)}`),
    },
  },
  'Custom::CDKBucketDeployment': {
    ref: (resource) => resource.id(16),
    attributes: {
      DestinationBucketArn: (resource) => String(resource.property('DestinationBucketArn')),
    },
  },
};

/** The value of a resource's `Ref`; a generated id for a type without a name. */
export function referenceOf(type: string, resource: Nameable): string {
  return (namings[type]?.ref ?? ((other: Nameable) => `${other.logicalId}-${other.id(12)}`))(
    resource,
  );
}

/** The value of a resource's attribute; undefined when the local cloud does not know it. */
export function attributeOf(
  type: string,
  attribute: string,
  resource: Nameable,
): string | undefined {
  const known = namings[type]?.attributes?.[attribute]?.(resource);
  if (known !== undefined || namings[type]) return known;
  if (attribute === 'Id' || attribute.endsWith('Id')) return referenceOf(type, resource);
  if (attribute === 'Arn') return arn('cloudformation', `${type}/${referenceOf(type, resource)}`);
  return undefined;
}
