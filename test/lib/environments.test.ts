// Several deployments in one account: other regions, and other names in one region. No two may want one physical name.
import { beforeAll, describe, expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import { everyOption } from './configs.ts';
import { synthesize } from './synthesize.ts';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** Where a resource of each type says its name; types that are not here get theirs from CloudFormation. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::CloudFront::CachePolicy': 'CachePolicyConfig.Name',
  'AWS::CloudFront::Function': 'Name',
  'AWS::CloudFront::KeyGroup': 'KeyGroupConfig.Name',
  'AWS::CloudFront::OriginAccessControl': 'OriginAccessControlConfig.Name',
  'AWS::CloudFront::PublicKey': 'PublicKeyConfig.Name',
  'AWS::CloudFront::ResponseHeadersPolicy': 'ResponseHeadersPolicyConfig.Name',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::Cognito::UserPoolDomain': 'Domain',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'Custom::DownloadKey': 'ParameterName',
  'Custom::WebhookSecret': 'ParameterName',
};

const isGlobal = (type: string) => /^AWS::(CloudFront|IAM|Route53)::/.test(type);

/** `type name`, with the region for what is named by region, of every resource with a name of its own. */
async function namesIn(name: string, region: string): Promise<string[]> {
  const config = defineConfig({
    name,
    collections: { notes: { types: ['text/plain'], maxBytes: 1 } },
  });
  const { site, media } = await synthesize({ ...everyOption, name: config.name });
  return [site, media].flatMap((template) =>
    Object.values(template.toJSON().Resources as Record<string, Resource>).flatMap((resource) => {
      const path = nameProperties[resource.Type]?.split('.') ?? [];
      const found = path.reduce<unknown>(
        (value, step) => (value as Record<string, unknown> | undefined)?.[step],
        path.length > 0 ? resource.Properties : undefined,
      );
      if (found === undefined) return [];
      const text = JSON.stringify(found).replaceAll(
        '{"Ref":"AWS::Region"}',
        JSON.stringify(region),
      );
      return [`${resource.Type} ${isGlobal(resource.Type) ? '' : `${region} `}${text}`];
    }),
  );
}

describe('side by side in one account', () => {
  let all: string[];
  beforeAll(async () => {
    all = [];
    for (const name of ['Airlock', 'Airlock-staging']) {
      for (const region of ['eu-central-1', 'us-east-1', 'ap-southeast-1']) {
        all.push(...(await namesIn(name, region)));
      }
    }
  });

  it('two names in three regions want no physical name twice', () => {
    const twice = all.filter((name, index) => all.indexOf(name) < index);
    expect(twice).toEqual([]);
    expect(all.length).toBeGreaterThan(6 * 8);
  });

  it('every global name carries stack and region within the length that AWS takes', () => {
    const global = all.filter((name) => /^AWS::CloudFront/.test(name));
    for (const name of global) {
      expect(name).toMatch(/Airlock-?(Static|Media|staging)/);
      expect(name).toMatch(/eu-central-1|us-east-1|ap-southeast-1/);
    }
    const controls = global.filter((name) => name.includes('OriginAccessControl'));
    expect(controls.length).toBeGreaterThan(0);
    for (const name of controls) {
      const written = JSON.parse(name.slice(name.indexOf(' '))) as {
        readonly 'Fn::Join': readonly [string, readonly string[]];
      };
      expect(written['Fn::Join'][1].join('').length).toBeLessThanOrEqual(64);
    }
  });
});

describe('a site with a custom domain name', () => {
  it('the name of a site is written out wherever its origin counts, so that a changed name arrives there', async () => {
    const { media } = await synthesize(everyOption);
    const text = JSON.stringify(media.toJSON());
    expect(text).toContain('https://files.example.com');
    expect(text).not.toContain('"OutputName":"SiteUrl"');
  });
});
