// The site's own name: the certificate it is served with and the records that lead to it.
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  type Distribution,
  type DistributionProps,
  SecurityPolicyProtocol,
} from 'aws-cdk-lib/aws-cloudfront';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import type { Site, SiteDomain } from '../lambdas/config/site-config.ts';

const policies: Readonly<Record<NonNullable<SiteDomain['minimumTls']>, SecurityPolicyProtocol>> = {
  'TLSv1.2_2021': SecurityPolicyProtocol.TLS_V1_2_2021,
  'TLSv1.2_2025': SecurityPolicyProtocol.TLS_V1_2_2025,
  'TLSv1.3_2025': SecurityPolicyProtocol.TLS_V1_3_2025,
};

/** What a distribution needs to answer to the configured name; nothing without one. */
export const domainProps = (
  scope: Construct,
  { domain }: Site,
): Pick<DistributionProps, 'domainNames' | 'certificate' | 'minimumProtocolVersion'> =>
  domain
    ? {
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(scope, 'Certificate', domain.certificateArn),
        minimumProtocolVersion: policies[domain.minimumTls],
      }
    : {};

/** Points the name at the distribution, over IPv4 and IPv6, if its zone is configured. */
export function addRecords(scope: Construct, { domain }: Site, distribution: Distribution): void {
  if (!domain?.hostedZone) return;
  const { id, name } = domain.hostedZone;
  const record = {
    zone: HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId: id, zoneName: name }),
    // A name that ends in a dot is whole; any other would get the zone's behind it.
    recordName: `${domain.name}.`,
    target: RecordTarget.fromAlias(new CloudFrontTarget(distribution)),
  };
  new ARecord(scope, 'Ipv4', record);
  new AaaaRecord(scope, 'Ipv6', record);
}
