// Custom domain names for the API and the CDN of media: the resources that answer to them, and everything that is written with
// them.
import { Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { describe, expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { refuseApiCertificate } from '../../lib/domains.ts';
import { validateConfig } from '../../lib/validate-config.ts';
import { embed, emptyApp, emptyStack, templateOf } from './embed.ts';
import { only, synthesize } from './synthesize.ts';

const arnIn = (region: string) => `arn:aws:acm:${region}:111122223333:certificate/1234abcd`;
const hostedZone = { id: 'Z0123456789', name: 'example.com' };
const domains = {
  api: { name: 'api.example.com', certificateArn: arnIn('eu-central-1'), hostedZone },
  media: { name: 'media.example.net', certificateArn: arnIn('us-east-1') },
};
const config = { ...shippedConfig, downloads: 'cdn' as const, domains };

describe('a deployment with custom domain names', () => {
  const stacks = synthesize(config);

  it('API Gateway answers to the name of the API, which has a record in its zone', async () => {
    const { media } = await stacks;
    const [id] = Object.keys(media.findResources('AWS::ApiGatewayV2::DomainName'));
    expect(only(media, 'AWS::ApiGatewayV2::DomainName')).toMatchObject({
      DomainName: 'api.example.com',
      DomainNameConfigurations: [
        {
          CertificateArn: domains.api.certificateArn,
          EndpointType: 'REGIONAL',
          SecurityPolicy: 'TLS_1_2',
        },
      ],
    });
    expect(only(media, 'AWS::ApiGatewayV2::ApiMapping')).toMatchObject({
      DomainName: { Ref: id },
      Stage: '$default',
    });
    media.resourceCountIs('AWS::Route53::RecordSet', 1);
    media.hasResourceProperties('AWS::Route53::RecordSet', {
      ...{ Type: 'A', Name: 'api.example.com.', HostedZoneId: hostedZone.id },
      AliasTarget: { DNSName: { 'Fn::GetAtt': [id, 'RegionalDomainName'] } },
    });
  });

  it('the CDN of media answers to its name, with its certificate and no TLS before 1.2', async () => {
    const { media } = await stacks;
    expect(only(media, 'AWS::CloudFront::Distribution').DistributionConfig).toMatchObject({
      Aliases: ['media.example.net'],
      ViewerCertificate: {
        AcmCertificateArn: domains.media.certificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
      },
    });
  });

  it('links, outputs and the configuration of the page are written with the names', async () => {
    const { media } = await stacks;
    const outputOf = (name: string) => media.findOutputs(name)[name]?.Value;
    expect(outputOf('ApiUrl')).toBe('https://api.example.com');
    expect(outputOf('MediaUrl')).toBe('https://media.example.net');
    expect(outputOf('ApiDomainTarget')).toEqual({
      'Fn::GetAtt': [expect.anything(), 'RegionalDomainName'],
    });
    expect(outputOf('MediaDomainTarget')).toBeDefined();
    media.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { MEDIA_ORIGIN: 'https://media.example.net' } },
    });
    const files = JSON.stringify(media.findResources('Custom::CDKBucketDeployment'));
    expect(files).not.toContain('execute-api');
  });

  it('the page may call the API and show files of the CDN by their names alone', async () => {
    const { site } = await stacks;
    const policy = JSON.stringify(
      only(site, 'AWS::CloudFront::ResponseHeadersPolicy').ResponseHeadersPolicyConfig,
    );
    expect(policy).toMatch(/connect-src 'self' https:\/\/api\.example\.com /);
    expect(policy).toMatch(/img-src [^;]*https:\/\/media\.example\.net;/);
    expect(policy).not.toMatch(/execute-api|\*\.cloudfront\.net/);
  });
});

describe('the field of a domain that cannot work is named', () => {
  it.each<[line: string, domains: object]>([
    [
      'domains.api.name is "https://api.example.com"',
      { api: { ...domains.api, name: 'https://api.example.com' } },
    ],
    ['domains.api.certificateArn is "arn"', { api: { ...domains.api, certificateArn: 'arn' } }],
    [
      'domains.api.hostedZone.name is "example.org"; expected the zone that api.example.com belongs to',
      { api: { ...domains.api, hostedZone: { ...hostedZone, name: 'example.org' } } },
    ],
    [
      `domains.media.certificateArn is "${arnIn('eu-central-1')}"; expected the ARN of an ACM certificate in us-east-1`,
      { media: { ...domains.media, certificateArn: arnIn('eu-central-1') } },
    ],
    [
      'domains.media.name is "api.example.com", which domains.api has; give each a name of its own',
      { ...domains, media: { ...domains.media, name: 'api.example.com' } },
    ],
    ['domains.page is unknown; remove it', { page: domains.api }],
  ])('%s', (line, wrong) => {
    expect(() => validateConfig({ ...shippedConfig, domains: wrong }, 'The file')).toThrow(
      `The file cannot be used; fields that are wrong: 1\n  ${line}`,
    );
  });

  it('a certificate of the API in another region than that of the credentials is refused', () => {
    expect(() => refuseApiCertificate('us-east-1', 'eu-west-1')).toThrow(
      'domains.api.certificate is in us-east-1; API Gateway takes certificates of its own region only, which is eu-west-1.',
    );
    expect(() => refuseApiCertificate('eu-west-1', undefined)).not.toThrow();
  });
});

describe('a construct with custom domain names', () => {
  const env = { account: '111122223333', region: 'eu-central-1' };
  const certificate = (stack: Stack, region: string) =>
    Certificate.fromCertificateArn(stack, `In-${region}`, arnIn(region));

  it('the construct takes certificates and zones as constructs, and writes its URLs with the names', () => {
    const stack = emptyStack(env);
    const uploads = embed(stack, {
      domains: {
        api: { name: 'api.example.com', certificate: certificate(stack, 'eu-central-1') },
        media: {
          name: 'media.example.net',
          certificate: certificate(stack, 'us-east-1'),
          hostedZone: HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
            hostedZoneId: 'Z1',
            zoneName: 'example.net',
          }),
        },
      },
    });
    expect(uploads.apiUrl).toBe('https://api.example.com');
    expect(uploads.mediaUrl).toBe('https://media.example.net');
    templateOf(stack).resourceCountIs('AWS::Route53::RecordSet', 2);
  });

  it('a certificate of the API that is not in the region of the stack is refused', () => {
    const stack = emptyStack(env);
    const api = { name: 'api.example.com', certificate: certificate(stack, 'us-east-1') };
    expect(() => embed(stack, { domains: { api } })).toThrow(
      'domains.api.certificate is in us-east-1; API Gateway takes certificates of its own region only, which is eu-central-1.',
    );
  });

  it('a certificate of media that is not in us-east-1 is refused', () => {
    const stack = new Stack(emptyApp(), 'Shop');
    const media = { name: 'media.example.net', certificate: certificate(stack, 'eu-west-1') };
    expect(() => embed(stack, { domains: { media } })).toThrow(
      'domains.media.certificate is in eu-west-1; CloudFront takes certificates of us-east-1 only.',
    );
  });
});
