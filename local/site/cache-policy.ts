// AWS::CloudFront::CachePolicy in the templates, and AWS's managed ones → how long an edge keeps what, and by which key.
import { CannotStartError } from '../cannot-start.ts';
import type { Template } from '../template/template.ts';
import type { Encoding } from './compress.ts';

/** What an edge does with responses of the origin; times in seconds. */
export interface CachePolicySettings {
  readonly maxTtlSeconds: number;
  /** For a response that says nothing itself. */
  readonly defaultTtlSeconds: number;
  /** Query parameters that are part of the key and reach the origin; all others are dropped. */
  readonly queryStrings: readonly string[];
  /** What a behavior may compress with. */
  readonly encodings: readonly Encoding[];
}

const year = 31_536_000;

const disabled: CachePolicySettings = {
  maxTtlSeconds: 0,
  defaultTtlSeconds: 0,
  queryStrings: [],
  encodings: [],
};
const optimized: CachePolicySettings = {
  ...disabled,
  maxTtlSeconds: year,
  defaultTtlSeconds: 86_400,
};

/** AWS's own policies, by the ids of the CloudFront developer guide, "Use managed cache policies". */
const managed: Readonly<Record<string, CachePolicySettings>> = {
  // CachingOptimized
  '658327ea-f89d-4fab-a63d-7e88639e58f6': { ...optimized, encodings: ['br', 'gzip'] },
  // CachingOptimizedForUncompressedObjects
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': optimized,
  // CachingDisabled
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': disabled,
};

interface CachePolicyConfig {
  readonly MaxTTL: number;
  readonly DefaultTTL: number;
  readonly ParametersInCacheKeyAndForwardedToOrigin: {
    readonly EnableAcceptEncodingBrotli?: boolean;
    readonly EnableAcceptEncodingGzip?: boolean;
    readonly QueryStringsConfig: {
      readonly QueryStringBehavior: string;
      readonly QueryStrings?: string[];
    };
    readonly HeadersConfig: { readonly HeaderBehavior: string };
    readonly CookiesConfig: { readonly CookieBehavior: string };
  };
}

/** Reads a behavior's policy; a part of it that the local cloud does not know is refused. */
export function readCachePolicy(id: string | undefined, template: Template): CachePolicySettings {
  if (!id) return disabled;
  const known = managed[id];
  if (known) return known;
  const policy = template.resources('AWS::CloudFront::CachePolicy').find(({ ref }) => ref === id);
  if (!policy)
    throw new CannotStartError(
      `A distribution uses the cache policy ${id}, which no template defines and the local cloud does not know.`,
    );
  const config = policy.properties.CachePolicyConfig as CachePolicyConfig;
  const parameters = config.ParametersInCacheKeyAndForwardedToOrigin;
  const { QueryStringsConfig, HeadersConfig, CookiesConfig } = parameters;
  if (
    !['none', 'whitelist'].includes(QueryStringsConfig.QueryStringBehavior) ||
    HeadersConfig.HeaderBehavior !== 'none' ||
    CookiesConfig.CookieBehavior !== 'none'
  ) {
    throw new CannotStartError(
      `${policy.logicalId} (AWS::CloudFront::CachePolicy) keys by headers, cookies or all query strings, which the local cloud does not know.`,
    );
  }
  return {
    maxTtlSeconds: Number(config.MaxTTL),
    defaultTtlSeconds: Number(config.DefaultTTL),
    queryStrings: QueryStringsConfig.QueryStrings ?? [],
    encodings: [
      ...(parameters.EnableAcceptEncodingBrotli ? (['br'] as const) : []),
      ...(parameters.EnableAcceptEncodingGzip ? (['gzip'] as const) : []),
    ],
  };
}
