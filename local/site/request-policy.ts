// AWS::CloudFront::OriginRequestPolicy in the templates → the viewer's headers that reach an origin.
import { CannotStartError } from '../cannot-start.ts';
import type { Template } from '../template/template.ts';

interface OriginRequestPolicyConfig {
  readonly HeadersConfig: { readonly HeaderBehavior: string; readonly Headers?: string[] };
  readonly CookiesConfig: { readonly CookieBehavior: string };
  readonly QueryStringsConfig: { readonly QueryStringBehavior: string };
}

/** Reads which headers of a viewer a behavior passes on, in lower case; a part of the policy that is not known is refused. */
export function readPassedHeaders(id: string | undefined, template: Template): readonly string[] {
  if (!id) return [];
  const policy = template
    .resources('AWS::CloudFront::OriginRequestPolicy')
    .find(({ ref }) => ref === id);
  if (!policy)
    throw new CannotStartError(
      `A distribution uses the origin request policy ${id}, which no template defines.`,
    );
  const { HeadersConfig, CookiesConfig, QueryStringsConfig } = policy.properties
    .OriginRequestPolicyConfig as OriginRequestPolicyConfig;
  if (
    HeadersConfig.HeaderBehavior !== 'whitelist' ||
    CookiesConfig.CookieBehavior !== 'none' ||
    QueryStringsConfig.QueryStringBehavior !== 'none'
  ) {
    throw new CannotStartError(
      `${policy.logicalId} (AWS::CloudFront::OriginRequestPolicy) passes on more than named headers, which the local cloud does not know.`,
    );
  }
  return (HeadersConfig.Headers ?? []).map((name) => name.toLowerCase());
}
