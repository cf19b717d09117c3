// Domain names of the caller for the API and the CDN of media.
import { Stack, Token } from 'aws-cdk-lib';
import { DomainName, type IDomainName, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import type { DomainsInput } from '../lambdas/config/domains-config.ts';
import type { SiteDomain } from '../lambdas/config/site-config.ts';
import { ConfigError } from './config-error.ts';
import { certificateRegionOf, refuseCertificateElsewhere } from './site-domain.ts';
import type { StaticSiteDomain } from './static-site-props.ts';

/** A domain name of the caller for the API; its certificate is in the region of the stack. */
export type AirlockApiDomain = Omit<StaticSiteDomain, 'minimumTls'>;

/** Domain names of the caller. */
export interface AirlockDomains {
  /**
   * Of the API.
   * @default the name that API Gateway gives
   */
  readonly api?: AirlockApiDomain;
  /**
   * Of public files and of signed links with `downloads: 'cdn'`.
   * @default the distribution's name at `cloudfront.net`, whose minimum TLS cannot be raised
   */
  readonly media?: StaticSiteDomain;
}

/** The certificate and the zone that a configuration names, as constructs. */
export const importDomain = (
  scope: Construct,
  idPrefix: string,
  { name, certificateArn, hostedZone, minimumTls }: SiteDomain,
): StaticSiteDomain => ({
  name,
  certificate: Certificate.fromCertificateArn(scope, `${idPrefix}Certificate`, certificateArn),
  ...(minimumTls && { minimumTls }),
  ...(hostedZone && {
    hostedZone: HostedZone.fromHostedZoneAttributes(scope, `${idPrefix}Zone`, {
      hostedZoneId: hostedZone.id,
      zoneName: hostedZone.name,
    }),
  }),
});

/** The same for all names of a configuration. */
export const importDomains = (scope: Construct, { api, media }: DomainsInput): AirlockDomains => ({
  ...(api && { api: importDomain(scope, 'Api', api) }),
  ...(media && { media: importDomain(scope, 'Media', media) }),
});

/** Checks the regions of the certificates. @throws {ConfigError} for one in a region where its service does not look for it */
export function refuseCertificatesElsewhere(
  scope: Construct,
  { api, media }: AirlockDomains,
): void {
  if (media) refuseCertificateElsewhere(media, 'domains.media');
  if (!api) return;
  const region = certificateRegionOf(api.certificate);
  const own = Stack.of(scope).region;
  if (region === undefined || Token.isUnresolved(region)) return;
  if (!Token.isUnresolved(own)) refuseApiCertificate(region, own);
}

/**
 * @param region Where the certificate is.
 * @param own The region of the stack; undefined where a synth names none.
 * @throws {ConfigError} when they differ
 */
export function refuseApiCertificate(region: string | undefined, own: string | undefined): void {
  if (region === undefined || own === undefined || region === own) return;
  throw new ConfigError(
    `domains.api.certificate is in ${region}; API Gateway takes certificates of its own region only, which is ${own}.`,
  );
}

/** Creates a domain name of API Gateway, and its record if its zone is known. */
export function createApiDomain(scope: Construct, domain: AirlockApiDomain): IDomainName {
  const created = new DomainName(scope, 'Domain', {
    domainName: domain.name,
    certificate: domain.certificate,
    securityPolicy: SecurityPolicy.TLS_1_2,
  });
  if (domain.hostedZone) {
    const { regionalDomainName, regionalHostedZoneId } = created;
    new ARecord(scope, 'DomainIpv4', {
      zone: domain.hostedZone,
      // A name that ends in a dot is complete; the name of the zone would be appended to any other.
      recordName: `${domain.name}.`,
      target: RecordTarget.fromAlias(
        new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId),
      ),
    });
  }
  return created;
}
