// The site's own name: the certificate it is served with and the records that lead to it.
import { Token } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  type Distribution,
  type DistributionProps,
  SecurityPolicyProtocol,
} from 'aws-cdk-lib/aws-cloudfront';
import { AaaaRecord, ARecord, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import { ConfigError } from './config-error.ts';
import type { StaticSiteDomain } from './static-site-props.ts';

const policies: Readonly<
  Record<NonNullable<StaticSiteDomain['minimumTls']>, SecurityPolicyProtocol>
> = {
  'TLSv1.2_2021': SecurityPolicyProtocol.TLS_V1_2_2021,
  'TLSv1.2_2025': SecurityPolicyProtocol.TLS_V1_2_2025,
  'TLSv1.3_2025': SecurityPolicyProtocol.TLS_V1_3_2025,
};

/** The properties of a distribution for the configured name; none without one. */
export const domainProps = (
  domain: StaticSiteDomain | undefined,
): Pick<DistributionProps, 'domainNames' | 'certificate' | 'minimumProtocolVersion'> =>
  domain
    ? {
        domainNames: [domain.name],
        certificate: domain.certificate,
        minimumProtocolVersion: policies[domain.minimumTls ?? 'TLSv1.2_2021'],
      }
    : {};

/** Points the name at the distribution, over IPv4 and IPv6, if its zone is configured. */
export function addRecords(
  scope: Construct,
  domain: StaticSiteDomain | undefined,
  distribution: Distribution,
): void {
  if (!domain?.hostedZone) return;
  const record = {
    zone: domain.hostedZone,
    // A name that ends in a dot is complete; the name of the zone would be appended to any other.
    recordName: `${domain.name}.`,
    target: RecordTarget.fromAlias(new CloudFrontTarget(distribution)),
  };
  new ARecord(scope, 'Ipv4', record);
  new AaaaRecord(scope, 'Ipv6', record);
}

/** CloudFront looks for certificates in this region only (developer guide, "Requirements for using SSL/TLS certificates"). */
const CERTIFICATE_REGION = 'us-east-1';

/** The place of the region in an ARN (AWS general reference, "ARN format"). */
export const REGION_OF_ARN = 3;

/** The region of a certificate, which may be a token; undefined where its ARN has none. */
export const certificateRegionOf = ({ certificateArn, env }: ICertificate): string | undefined =>
  // The stack of an imported certificate is the one that imports it, whose region may be another.
  Token.isUnresolved(certificateArn) ? env.region : certificateArn.split(':')[REGION_OF_ARN];

/**
 * @param field Where the domain is written.
 * @throws {ConfigError} for a certificate of another region, or of a stack whose region is not known.
 */
export function refuseCertificateElsewhere(
  { certificate }: StaticSiteDomain,
  field = 'domain',
): void {
  const region = certificateRegionOf(certificate);
  if (region === undefined || region === CERTIFICATE_REGION) return;
  throw new ConfigError(
    Token.isUnresolved(region)
      ? `${field}.certificate belongs to a stack without a region; CloudFront takes certificates of ${CERTIFICATE_REGION} only, so give that stack env: { region: '${CERTIFICATE_REGION}' }.`
      : `${field}.certificate is in ${region}; CloudFront takes certificates of ${CERTIFICATE_REGION} only.`,
  );
}
