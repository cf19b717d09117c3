// AWS::CloudFront::ResponseHeadersPolicy in the templates → plain headers.
import { CannotStartError } from '../cannot-start.ts';
import type { Resource } from '../template/template.ts';

/** A header that the CDN adds. */
export interface HeaderRule {
  readonly name: string;
  readonly value: string;
  /** Whether it replaces the origin's header of that name. */
  readonly override: boolean;
}

/** A policy as headers. */
export interface HeadersPolicy {
  readonly headers: readonly HeaderRule[];
  readonly removedHeaders: readonly string[];
}

type Section = Record<string, unknown> & { readonly Override?: boolean };

const securityHeaders: Record<string, { name: string; value: (section: Section) => string }> = {
  ContentSecurityPolicy: {
    name: 'content-security-policy',
    value: (section) => String(section.ContentSecurityPolicy),
  },
  ContentTypeOptions: { name: 'x-content-type-options', value: () => 'nosniff' },
  FrameOptions: { name: 'x-frame-options', value: (section) => String(section.FrameOption) },
  ReferrerPolicy: {
    name: 'referrer-policy',
    value: (section) => String(section.ReferrerPolicy),
  },
  StrictTransportSecurity: {
    name: 'strict-transport-security',
    value: (section) =>
      [
        `max-age=${section.AccessControlMaxAgeSec}`,
        ...(section.IncludeSubdomains ? ['includeSubDomains'] : []),
        ...(section.Preload ? ['preload'] : []),
      ].join('; '),
  },
  XSSProtection: {
    name: 'x-xss-protection',
    value: (section) => (section.Protection ? `1${section.ModeBlock ? '; mode=block' : ''}` : '0'),
  },
};

/** Reads a policy; a part of it that the local cloud does not know is refused. */
export function readHeadersPolicy(policy: Resource): HeadersPolicy {
  const config = policy.properties.ResponseHeadersPolicyConfig as Record<string, unknown>;
  const { SecurityHeadersConfig = {}, CustomHeadersConfig, RemoveHeadersConfig } = config;
  if (config.CorsConfig) {
    throw new CannotStartError(
      `${policy.logicalId} (AWS::CloudFront::ResponseHeadersPolicy) sets CORS headers, which the local cloud does not know.`,
    );
  }
  const security = Object.entries(SecurityHeadersConfig as Record<string, Section>).map(
    ([name, section]) => {
      const header = securityHeaders[name];
      if (!header)
        throw new CannotStartError(
          `${policy.logicalId} (AWS::CloudFront::ResponseHeadersPolicy) sets ${name}, which the local cloud does not know.`,
        );
      return {
        name: header.name,
        value: header.value(section),
        override: section.Override ?? false,
      };
    },
  );
  const custom =
    (CustomHeadersConfig as { Items?: { Header: string; Value: string; Override: boolean }[] })
      ?.Items ?? [];
  const removed = (RemoveHeadersConfig as { Items?: { Header: string }[] })?.Items ?? [];
  return {
    headers: [
      ...security,
      ...custom.map(({ Header, Value, Override }) => ({
        name: Header.toLowerCase(),
        value: Value,
        override: Override,
      })),
    ],
    removedHeaders: removed.map(({ Header }) => Header.toLowerCase()),
  };
}
