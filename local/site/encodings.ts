// AWS::CloudFront::CachePolicy, and AWS's own policies by id → which encodings a behavior may answer in.
import { CannotStart } from '../cannot-start.ts';
import type { Template } from '../template/template.ts';
import type { Encoding } from './compress.ts';

/** AWS's policies (developer guide, "Use managed cache policies"). */
const managed: Readonly<Record<string, readonly Encoding[]>> = {
  // CachingOptimized
  '658327ea-f89d-4fab-a63d-7e88639e58f6': ['br', 'gzip'],
  // CachingOptimizedForUncompressedObjects
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': [],
  // CachingDisabled
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': [],
};

/** The encodings of a behavior that compresses; without a policy that enables them it does not. */
export function readEncodings(id: string | undefined, template: Template): readonly Encoding[] {
  if (!id) return [];
  const known = managed[id];
  if (known) return known;
  const policy = template.resources('AWS::CloudFront::CachePolicy').find(({ ref }) => ref === id);
  if (!policy)
    throw new CannotStart(
      `The distribution uses cache policy ${id}, which no template defines and the local cloud does not know.`,
    );
  const { ParametersInCacheKeyAndForwardedToOrigin: parameters } = policy.properties
    .CachePolicyConfig as {
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingBrotli?: boolean;
      EnableAcceptEncodingGzip?: boolean;
    };
  };
  return [
    ...(parameters.EnableAcceptEncodingBrotli ? (['br'] as const) : []),
    ...(parameters.EnableAcceptEncodingGzip ? (['gzip'] as const) : []),
  ];
}
