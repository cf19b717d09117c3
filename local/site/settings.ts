// AWS::CloudFront::* in the templates → what the CDN serves from which bucket, and with which headers.
import { CannotStart } from '../cannot-start.ts';
import type { Resource, Template } from '../template/template.ts';
import { type HeaderRule, type HeadersPolicy, readHeadersPolicy } from './headers-policy.ts';

/** The distribution as the template describes it. */
export interface DistributionSettings {
  /** Without a leading slash; empty when there is none. */
  readonly defaultRootObject: string;
  /** In the order in which CloudFront tries them; the last one matches everything. */
  readonly behaviors: readonly BehaviorSettings[];
  /** What a status of the origin becomes. */
  readonly errorResponses: ReadonlyMap<number, { status: number; pagePath?: string }>;
}

/** Which requests go to which bucket. */
export interface BehaviorSettings {
  /** CloudFront's path pattern with `*` and `?`. */
  readonly pathPattern: string;
  readonly bucketName: string;
  /** Prefix of every key, such as `/public`. */
  readonly originPath: string;
  readonly headers: readonly HeaderRule[];
  readonly removedHeaders: readonly string[];
}

interface BehaviorProperties {
  readonly PathPattern?: string;
  readonly TargetOriginId: string;
  readonly ResponseHeadersPolicyId?: string;
  readonly FunctionAssociations?: unknown[];
  readonly LambdaFunctionAssociations?: unknown[];
  readonly TrustedKeyGroups?: unknown[];
}

interface DistributionConfig {
  readonly DefaultRootObject?: string;
  readonly Origins: { Id: string; DomainName: string; OriginPath?: string }[];
  readonly DefaultCacheBehavior: BehaviorProperties;
  readonly CacheBehaviors?: BehaviorProperties[];
  readonly CustomErrorResponses?: {
    ErrorCode: number;
    ResponseCode?: number;
    ResponsePagePath?: string;
  }[];
}

/** Reads the distribution; undefined when the templates have none. */
export function readDistribution(template: Template): DistributionSettings | undefined {
  const [distribution, other] = template.resources('AWS::CloudFront::Distribution');
  if (!distribution) return undefined;
  if (other)
    throw new CannotStart(
      `${other.logicalId} (AWS::CloudFront::Distribution) is a second distribution; the local cloud serves one.`,
    );
  const config = distribution.properties.DistributionConfig as unknown as DistributionConfig;
  return {
    defaultRootObject: config.DefaultRootObject ?? '',
    behaviors: [...(config.CacheBehaviors ?? []), config.DefaultCacheBehavior].map((behavior) =>
      readBehavior(behavior, config, distribution, template),
    ),
    errorResponses: new Map(
      (config.CustomErrorResponses ?? []).map(({ ErrorCode, ResponseCode, ResponsePagePath }) => [
        Number(ErrorCode),
        {
          status: Number(ResponseCode ?? ErrorCode),
          ...(ResponsePagePath && { pagePath: ResponsePagePath }),
        },
      ]),
    ),
  };
}

function readBehavior(
  behavior: BehaviorProperties,
  config: DistributionConfig,
  distribution: Resource,
  template: Template,
): BehaviorSettings {
  const {
    FunctionAssociations = [],
    LambdaFunctionAssociations = [],
    TrustedKeyGroups = [],
  } = behavior;
  if (
    FunctionAssociations.length + LambdaFunctionAssociations.length + TrustedKeyGroups.length >
    0
  ) {
    throw new CannotStart(
      `${distribution.logicalId} (AWS::CloudFront::Distribution) has edge functions or key groups, which the local cloud cannot run.`,
    );
  }
  const origin = config.Origins.find(({ Id }) => Id === behavior.TargetOriginId);
  const bucket = template
    .resources('AWS::S3::Bucket')
    .find((candidate) => origin?.DomainName === candidate.attribute('RegionalDomainName'));
  if (!origin || !bucket) {
    throw new CannotStart(
      `${distribution.logicalId} (AWS::CloudFront::Distribution) has the origin ${origin?.DomainName}, which is no bucket of the templates.`,
    );
  }
  const policy = findHeadersPolicy(behavior.ResponseHeadersPolicyId, template);
  return {
    pathPattern: behavior.PathPattern ?? '*',
    bucketName: bucket.ref,
    originPath: origin.OriginPath ?? '',
    headers: policy?.headers ?? [],
    removedHeaders: policy?.removedHeaders ?? [],
  };
}

function findHeadersPolicy(id: string | undefined, template: Template): HeadersPolicy | undefined {
  if (!id) return undefined;
  const policy = template
    .resources('AWS::CloudFront::ResponseHeadersPolicy')
    .find(({ ref }) => ref === id);
  if (!policy)
    throw new CannotStart(
      `The distribution uses response headers policy ${id}, which no template defines.`,
    );
  return readHeadersPolicy(policy);
}
