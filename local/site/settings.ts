// AWS::CloudFront::* in the templates → what each distribution serves from which bucket or API, and with which headers.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { type DistributionServer, distributionServers } from '../addresses.ts';
import { CannotStartError } from '../cannot-start.ts';
import type { Resource, Template } from '../template/template.ts';
import { type CachePolicySettings, readCachePolicy } from './cache-policy.ts';
import type { Encoding } from './compress.ts';
import { type EdgeFunction, type FunctionAssociation, readEdgeFunction } from './edge-function.ts';
import { type HeaderRule, type HeadersPolicy, readHeadersPolicy } from './headers-policy.ts';
import type { ApiOrigin } from './pass-on.ts';
import { readPassedHeaders } from './request-policy.ts';

/** A distribution as the template describes it. */
export interface DistributionSettings {
  readonly id: string;
  readonly server: DistributionServer;
  /** Without a leading slash; empty when there is none. */
  readonly defaultRootObject: string;
  /** In the order in which CloudFront tries them; the last one matches everything. */
  readonly behaviors: readonly BehaviorSettings[];
  /** What a status of the origin becomes. */
  readonly errorResponses: ReadonlyMap<number, { status: number; pagePath?: string }>;
}

/** Which requests go to which bucket or API. */
export interface BehaviorSettings {
  /** CloudFront's path pattern with `*` and `?`. */
  readonly pathPattern: string;
  readonly origin: BucketOrigin | ApiOrigin;
  /** The methods that it answers. */
  readonly methods: readonly string[];
  /** Sees every request first. */
  readonly edgeFunction?: EdgeFunction;
  /** The keys of which one must have signed the URL; without any, everybody is let in. */
  readonly trustedKeys?: ReadonlyMap<string, KeyObject>;
  readonly cachePolicy: CachePolicySettings;
  /** What the edge compresses with; empty when it does not. */
  readonly encodings: readonly Encoding[];
  readonly headers: readonly HeaderRule[];
  readonly removedHeaders: readonly string[];
}

/** Where a behavior's objects come from. */
export interface BucketOrigin {
  readonly bucketName: string;
  /** Prefix of every key, such as `/public`. */
  readonly originPath: string;
  /** Whether the bucket's policy lets CloudFront list it, and so distinguishes what is missing from what is refused. */
  readonly mayList: boolean;
}

interface BehaviorProperties {
  readonly PathPattern?: string;
  readonly TargetOriginId: string;
  readonly AllowedMethods?: readonly string[];
  readonly CachePolicyId?: string;
  readonly OriginRequestPolicyId?: string;
  readonly Compress?: boolean;
  readonly ResponseHeadersPolicyId?: string;
  readonly FunctionAssociations?: readonly FunctionAssociation[];
  readonly LambdaFunctionAssociations?: unknown[];
  readonly TrustedKeyGroups?: string[];
}

interface OriginProperties {
  readonly Id: string;
  readonly DomainName: string;
  readonly OriginPath?: string;
  readonly CustomOriginConfig?: object;
  readonly OriginCustomHeaders?: { readonly HeaderName: string; readonly HeaderValue: string }[];
}

interface DistributionConfig {
  readonly DefaultRootObject?: string;
  readonly Origins: OriginProperties[];
  readonly DefaultCacheBehavior: BehaviorProperties;
  readonly CacheBehaviors?: BehaviorProperties[];
  readonly CustomErrorResponses?: {
    ErrorCode: number;
    ResponseCode?: number;
    ResponsePagePath?: string;
  }[];
}

/** What is read here, and what changes nothing on one machine, where nothing is far away or encrypted. */
const knownMembers = new Set([
  ...['DefaultRootObject', 'Origins', 'DefaultCacheBehavior', 'CacheBehaviors'],
  ...['CustomErrorResponses', 'Aliases', 'Comment', 'Enabled', 'HttpVersion', 'IPV6Enabled'],
  ...['Logging', 'PriceClass', 'ViewerCertificate', 'WebACLId'],
]);

/** Reads the distributions, in the order of the templates. */
export function readDistributions(template: Template): DistributionSettings[] {
  const distributions = template.resources('AWS::CloudFront::Distribution');
  const kinds = distributions.map(serverOf);
  const tooMany = distributions.find((_, index) => kinds.indexOf(kinds[index] ?? 'site') < index);
  if (tooMany)
    throw new CannotStartError(
      `${tooMany.logicalId} (AWS::CloudFront::Distribution) is one distribution too many; the local cloud serves ${distributionServers.length}.`,
    );
  return distributions.map((distribution) => readDistribution(distribution, template));
}

/** Which server stands for a distribution: that of the site has a document at its root. */
export const serverOf = ({ properties }: Resource): DistributionServer =>
  (properties.DistributionConfig as DistributionConfig | undefined)?.DefaultRootObject
    ? 'site'
    : 'cdn';

function readDistribution(distribution: Resource, template: Template): DistributionSettings {
  const config = distribution.properties.DistributionConfig as unknown as DistributionConfig;
  const unknown = Object.keys(config).find((name) => !knownMembers.has(name));
  if (unknown)
    throw new CannotStartError(
      `${distribution.logicalId} (AWS::CloudFront::Distribution) has ${unknown}, which the local cloud does not know.`,
    );
  return {
    id: distribution.ref,
    server: serverOf(distribution),
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
  const { LambdaFunctionAssociations = [], TrustedKeyGroups = [] } = behavior;
  if (LambdaFunctionAssociations.length > 0) {
    throw new CannotStartError(
      `${distribution.logicalId} (AWS::CloudFront::Distribution) has Lambda@Edge functions, which the local cloud cannot run.`,
    );
  }
  const edgeFunction = readEdgeFunction(behavior.FunctionAssociations ?? [], template);
  const cachePolicy = readCachePolicy(behavior.CachePolicyId, template);
  const policy = findHeadersPolicy(behavior.ResponseHeadersPolicyId, template);
  return {
    pathPattern: behavior.PathPattern ?? '*',
    origin: readOrigin(behavior, config, distribution, template),
    // CloudFront's default ("Allowed HTTP methods" in the developer guide).
    methods: behavior.AllowedMethods ?? ['GET', 'HEAD'],
    ...(edgeFunction && { edgeFunction }),
    ...(TrustedKeyGroups.length > 0 && { trustedKeys: readKeys(TrustedKeyGroups, template) }),
    cachePolicy,
    encodings: behavior.Compress ? cachePolicy.encodings : [],
    headers: policy?.headers ?? [],
    removedHeaders: policy?.removedHeaders ?? [],
  };
}

function readOrigin(
  { TargetOriginId, OriginRequestPolicyId }: BehaviorProperties,
  { Origins }: DistributionConfig,
  distribution: Resource,
  template: Template,
): BucketOrigin | ApiOrigin {
  const origin = Origins.find(({ Id }) => Id === TargetOriginId);
  if (origin?.CustomOriginConfig) {
    const added = origin.OriginCustomHeaders ?? [];
    return {
      name: origin.DomainName,
      isRun: template
        .resources('AWS::ApiGatewayV2::DomainName')
        .some(({ properties }) => properties.DomainName === origin.DomainName),
      addedHeaders: Object.fromEntries(
        added.map(({ HeaderName, HeaderValue }) => [HeaderName, HeaderValue]),
      ),
      passedHeaders: readPassedHeaders(OriginRequestPolicyId, template),
    };
  }
  const bucket = template
    .resources('AWS::S3::Bucket')
    .find((candidate) => origin?.DomainName === candidate.attribute('RegionalDomainName'));
  if (!origin || !bucket) {
    throw new CannotStartError(
      `${distribution.logicalId} (AWS::CloudFront::Distribution) has the origin ${origin?.DomainName}, which is no bucket of the templates.`,
    );
  }
  return {
    bucketName: bucket.ref,
    originPath: origin.OriginPath ?? '',
    mayList: mayList(bucket.ref, template),
  };
}

interface Statement {
  readonly Effect: string;
  readonly Principal: { readonly Service?: string };
  readonly Action: string | readonly string[];
}

const mayList = (bucketName: string, template: Template): boolean =>
  template
    .resources('AWS::S3::BucketPolicy')
    .filter(({ properties }) => properties.Bucket === bucketName)
    .flatMap(
      ({ properties }) => (properties.PolicyDocument as { Statement: Statement[] }).Statement,
    )
    .some(
      ({ Effect, Principal, Action }) =>
        Effect === 'Allow' &&
        Principal.Service === 'cloudfront.amazonaws.com' &&
        [Action].flat().includes('s3:ListBucket'),
    );

/** The public keys of key groups, by the ids that signed URLs name them with. */
function readKeys(groups: readonly string[], template: Template): ReadonlyMap<string, KeyObject> {
  const trusted = template
    .resources('AWS::CloudFront::KeyGroup')
    .filter(({ ref }) => groups.includes(ref))
    .flatMap(({ properties }) => (properties.KeyGroupConfig as { Items: string[] }).Items);
  return new Map(
    template
      .resources('AWS::CloudFront::PublicKey')
      .filter(({ ref }) => trusted.includes(ref))
      .map(({ ref, properties }) => [
        ref,
        createPublicKey((properties.PublicKeyConfig as { EncodedKey: string }).EncodedKey),
      ]),
  );
}

function findHeadersPolicy(id: string | undefined, template: Template): HeadersPolicy | undefined {
  if (!id) return undefined;
  const policy = template
    .resources('AWS::CloudFront::ResponseHeadersPolicy')
    .find(({ ref }) => ref === id);
  if (!policy)
    throw new CannotStartError(
      `The distribution uses response headers policy ${id}, which no template defines.`,
    );
  return readHeadersPolicy(policy);
}
