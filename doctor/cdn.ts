// Lines about the access of the CDN to its buckets: only by origin access control.
import { type Check, decide, type Finding, ofType, show } from './check.ts';
import { type Statement, statementsOf } from './policy.ts';
import { at, listOf, type Resource, referredBy } from './template.ts';

const cloudFront = 'cloudfront.amazonaws.com';

export const accessControlOnly: Check = {
  id: 'oac-only',
  title: 'Buckets served through origin access control only',
  examine: (all) => [
    ...ofType(all, 'AWS::CloudFront::Distribution').flatMap((distribution) =>
      originsOf(distribution).flatMap((origin) => decideOrigin(all, distribution, origin)),
    ),
    ...ofType(all, 'AWS::S3::BucketPolicy').flatMap((policy) => decidePolicy(all, policy)),
  ],
};

const originsOf = (distribution: Resource) =>
  listOf(at(distribution.properties, 'DistributionConfig', 'Origins'));

const bucketsBehind = (all: readonly Resource[], distribution: Resource, origin: unknown) =>
  ofType(referredBy(all, distribution, at(origin, 'DomainName')), 'AWS::S3::Bucket');

function decideOrigin(
  all: readonly Resource[],
  distribution: Resource,
  origin: unknown,
): readonly Finding[] {
  const isBucket =
    at(origin, 'S3OriginConfig') !== undefined ||
    bucketsBehind(all, distribution, origin).length > 0;
  if (!isBucket) return [];
  const id = at(origin, 'OriginAccessControlId');
  const [control] = ofType(
    referredBy(all, distribution, id),
    'AWS::CloudFront::OriginAccessControl',
  );
  const signing = at(control?.properties, 'OriginAccessControlConfig', 'SigningBehavior');
  return [
    decide(
      distribution,
      signing === 'always' && !at(origin, 'S3OriginConfig', 'OriginAccessIdentity'),
      `${show('Origins.OriginAccessControlId', control?.logicalId)}, ${show('SigningBehavior', signing)}`,
      'Make the origin with S3BucketOrigin.withOriginAccessControl(bucket).',
    ),
  ];
}

/** A bucket's policy may allow only CloudFront, for one distribution that serves the bucket, and roles of the same stack. */
function decidePolicy(all: readonly Resource[], policy: Resource): readonly Finding[] {
  return statementsOf(policy.properties.PolicyDocument)
    .filter(({ effect }) => effect !== 'Deny')
    .map((statement) => {
      const isOwnRole = listOf(at(statement.principal, 'AWS')).every(
        (principal) => referredBy(all, policy, principal).length > 0,
      );
      const service = at(statement.principal, 'Service');
      const source = sourceOf(statement);
      return decide(
        policy,
        !statement.isInverted &&
          typeof statement.principal === 'object' &&
          isOwnRole &&
          (service === undefined ||
            (service === cloudFront && servesBucketOf(all, policy, source))),
        `${show('Principal', statement.principal)}, ${show('AWS:SourceArn', source)}`,
        'Allow only cloudfront.amazonaws.com, with AWS:SourceArn equal to the distribution that serves the bucket.',
      );
    });
}

const sourceOf = ({ condition }: Statement): unknown =>
  at(condition, 'StringEquals', 'AWS:SourceArn') ?? at(condition, 'StringEquals', 'aws:SourceArn');

function servesBucketOf(all: readonly Resource[], policy: Resource, source: unknown): boolean {
  const buckets = referredBy(all, policy, policy.properties.Bucket);
  const distributions = ofType(
    referredBy(all, policy, source),
    'AWS::CloudFront::Distribution',
  ).filter((distribution) =>
    originsOf(distribution).some((origin) =>
      bucketsBehind(all, distribution, origin).some((bucket) => buckets.includes(bucket)),
    ),
  );
  return listOf(source).length === 1 && distributions.length === 1;
}
