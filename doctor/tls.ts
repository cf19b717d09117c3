// Lines about transport: every access requires TLS, in a safe version.
import { type Check, decide, type Finding, ofType, show } from './check.ts';
import { refusesPlainHttp, type Statement, statementsOf } from './policy.ts';
import { at, listOf, type Resource, referencesIn, referredBy } from './template.ts';

/** Where a resource's policy is written, and which actions it has to refuse to plain HTTP. */
const guarded = [
  {
    type: 'AWS::S3::Bucket',
    policyType: 'AWS::S3::BucketPolicy',
    property: 'Bucket',
    actions: ['*', 's3:*'],
  },
  {
    type: 'AWS::SQS::Queue',
    policyType: 'AWS::SQS::QueuePolicy',
    property: 'Queues',
    actions: ['*', 'sqs:*'],
  },
  {
    type: 'AWS::SNS::Topic',
    policyType: 'AWS::SNS::TopicPolicy',
    property: 'Topics',
    actions: ['*', 'sns:*', 'sns:Publish'],
  },
] as const;

export const tlsOnly: Check = {
  id: 'tls-only',
  title: 'TLS only',
  examine: (all) => [
    ...guarded.flatMap((kind) =>
      ofType(all, kind.type).map((resource) => decideRefusal(all, resource, kind)),
    ),
    ...ofType(all, 'AWS::CloudFront::Distribution').flatMap((distribution) => [
      ...behavioursOf(distribution).map((behaviour) => decideViewer(distribution, behaviour)),
      ...decideVersion(distribution),
    ]),
  ],
};

function decideRefusal(
  all: readonly Resource[],
  resource: Resource,
  { policyType, property, actions }: (typeof guarded)[number],
): Finding {
  const statements = ofType(all, policyType)
    .filter((policy) => referredBy(all, policy, policy.properties[property]).includes(resource))
    .flatMap((policy) => statementsOf(policy.properties.PolicyDocument));
  const found = statements.find(
    (statement) =>
      refusesPlainHttp(statement) &&
      statement.actions.some((action) => actions.some((wanted) => wanted === action)) &&
      coversAll(resource, statement),
  );
  return decide(
    resource,
    found !== undefined,
    found
      ? `${policyType} denies ${found.actions.join(', ')} where ${show('aws:SecureTransport', false)}`
      : `${policyType}: no statement denies aws:SecureTransport false to everybody`,
    'Set enforceSSL: true on it.',
  );
}

/** A bucket's statement has to name its objects, too. */
function coversAll({ type, logicalId }: Resource, { resources }: Statement): boolean {
  const named = resources.filter((each) => each === '*' || referencesIn(each).includes(logicalId));
  const hasObjects = named.some((each) => each === '*' || JSON.stringify(each).includes('/*'));
  return named.length > 0 && (type !== 'AWS::S3::Bucket' || hasObjects);
}

const behavioursOf = (distribution: Resource) => {
  const config = distribution.properties.DistributionConfig;
  return [at(config, 'DefaultCacheBehavior'), ...listOf(at(config, 'CacheBehaviors'))];
};

function decideViewer(distribution: Resource, behaviour: unknown): Finding {
  const policy = at(behaviour, 'ViewerProtocolPolicy');
  return decide(
    distribution,
    policy === 'redirect-to-https' || policy === 'https-only',
    show('ViewerProtocolPolicy', policy),
    'Set viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS on the behaviour.',
  );
}

/** CloudFront's own domain takes TLS 1.0 whatever is set; with a domain of one's own the minimum counts. */
function decideVersion(distribution: Resource): readonly Finding[] {
  const config = distribution.properties.DistributionConfig;
  if (listOf(at(config, 'Aliases')).length === 0) return [];
  const version = at(config, 'ViewerCertificate', 'MinimumProtocolVersion');
  return [
    decide(
      distribution,
      /^TLSv1\.[23]/.test(String(version)),
      show('ViewerCertificate.MinimumProtocolVersion', version),
      'Set minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021 or later.',
    ),
  ];
}
