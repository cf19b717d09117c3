// The response headers of the page: what it may load, where it may send, and that nobody frames it.
import { Aws, Duration } from 'aws-cdk-lib';
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import type { Config } from '../lambdas/domain/config.ts';

/** Security headers for everything the site serves. */
export class SiteHeaders extends ResponseHeadersPolicy {
  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id, {
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: contentSecurityPolicy(config),
          override: true,
        },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(730),
          includeSubdomains: true,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        // A signed link in the address bar or on the page must not reach another site as Referer.
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      },
      customHeadersBehavior: {
        customHeaders: [
          {
            header: 'permissions-policy',
            value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
            override: true,
          },
          { header: 'cross-origin-opener-policy', value: 'same-origin', override: true },
        ],
      },
    });
  }
}

/**
 * The page's Content-Security-Policy. The API, the media bucket and the user pool belong to the media stack, which
 * itself refers to this one (its CORS rules and callbacks name the site), so their exact hosts cannot be known here
 * without a cycle: the narrowest wildcard that holds them is the service in this region.
 */
function contentSecurityPolicy(config: Config): string {
  const service = (host: string) => `https://${host}.${Aws.REGION}.${Aws.URL_SUFFIX}`;
  const media = [service('*.s3'), service('s3')];
  const issuer = config.auth
    ? [new URL(config.auth.issuer).origin]
    : [service('cognito-idp'), `https://*.auth.${Aws.REGION}.amazoncognito.com`];
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'blob:', 'data:', ...media],
    'media-src': ["'self'", 'blob:', ...media],
    'connect-src': ["'self'", service('*.execute-api'), ...media, ...issuer],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
