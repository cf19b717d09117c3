import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import shipped from '../../airlock.config.ts';
import { only, synthesize } from './synthesize.ts';

const through = async (...downloadKeys: string[]) =>
  (await synthesize({ ...shipped, downloads: 'cdn', downloadKeys })).media;

let media: Template;
beforeAll(async () => {
  media = await through('a');
});

const variables = (template: Template, name: string) =>
  only(template, 'AWS::Lambda::Function', name).Environment.Variables;
const distribution = (template: Template) =>
  only(template, 'AWS::CloudFront::Distribution').DistributionConfig;

describe('downloads through the CDN', () => {
  it('the CDN serves downloads by signature alone, and only below media/ and variants/', () => {
    const behaviors: { PathPattern: string }[] = distribution(media).CacheBehaviors;
    expect(behaviors.map(({ PathPattern }) => PathPattern)).toEqual(['media/*', 'variants/*']);
    for (const behavior of behaviors) {
      expect(behavior).toMatchObject({
        TrustedKeyGroups: [{ Ref: expect.stringMatching(/^DownloadKeysGroup/) }],
        ViewerProtocolPolicy: 'redirect-to-https',
        AllowedMethods: ['GET', 'HEAD'],
      });
    }
    expect(distribution(media).DefaultCacheBehavior.TrustedKeyGroups).toBeUndefined();
  });

  it('hand on exactly the parameters that a link signs, and are kept only where the link lets them', () => {
    const { CachePolicyConfig } = only(media, 'AWS::CloudFront::CachePolicy');
    expect(CachePolicyConfig).toMatchObject({ MinTTL: 0, DefaultTTL: 0 });
    const { QueryStringsConfig, HeadersConfig, CookiesConfig } =
      CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin;
    expect(QueryStringsConfig).toEqual({
      QueryStringBehavior: 'whitelist',
      QueryStrings: [
        'response-cache-control',
        'response-content-disposition',
        'response-content-type',
        'versionId',
      ],
    });
    expect([HeadersConfig.HeaderBehavior, CookiesConfig.CookieBehavior]).toEqual(['none', 'none']);
  });

  it('let the distribution read named versions of uploads, and nothing else', () => {
    const { Statement } = only(media, 'AWS::S3::BucketPolicy', 'MediaBucket').PolicyDocument;
    const allowed = Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(allowed).toMatchObject([
      { Action: 's3:GetObjectVersion', Principal: { Service: 'cloudfront.amazonaws.com' } },
    ]);
  });

  it('the functions that sign downloads may read the signing key and nothing of S3', () => {
    for (const name of ['IssueDownload', 'FollowLink']) {
      expect(Object.keys(variables(media, name))).toEqual([
        'TABLE_NAME',
        'MEDIA_ORIGIN',
        'DOWNLOAD_KEY_ID',
        'DOWNLOAD_KEY_PARAMETER',
      ]);
      const role = only(media, 'AWS::IAM::Role', `${name}Role`);
      const rights = JSON.stringify(role.Policies);
      expect(rights).toContain('ssm:GetParameter');
      expect(rights).not.toContain('s3:');
    }
    const readers = Object.entries(media.findResources('AWS::IAM::Role'))
      .filter(([, role]) => JSON.stringify(role).includes('ssm:'))
      .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(readers.sort()).toEqual([
      expect.stringMatching(/CreateDownloadKeyRole$/),
      'FollowLinkRole',
      'IssueDownloadRole',
    ]);
  });

  it('the stack has no downloads through the CDN unless they are configured', async () => {
    const { media: plain } = await synthesize();
    for (const type of ['PublicKey', 'KeyGroup', 'CachePolicy']) {
      plain.resourceCountIs(`AWS::CloudFront::${type}`, 0);
    }
    expect(distribution(plain).CacheBehaviors).toBeUndefined();
    expect(Object.keys(variables(plain, 'IssueDownload'))).toContain('MEDIA_BUCKET');
  });
});

describe('rotating the key', () => {
  const trusted = (template: Template): string[] =>
    only(template, 'AWS::CloudFront::KeyGroup').KeyGroupConfig.Items.map(
      ({ Ref }: { Ref: string }) => Ref,
    );
  const signer = (template: Template) => variables(template, 'IssueDownload').DOWNLOAD_KEY_ID.Ref;

  it('first trusts the new key while the old one still signs, then has it sign, then removes the old one', async () => {
    const [before, announced, switched, after] = await Promise.all([
      through('a'),
      through('a', 'b'),
      through('b', 'a'),
      through('b'),
    ]);
    const [old] = trusted(before);
    const [fresh] = trusted(after);
    expect(fresh).not.toBe(old);
    expect(trusted(announced)).toEqual([old, fresh]);
    expect(signer(announced)).toBe(old);
    expect(trusted(switched)).toEqual([fresh, old]);
    expect(signer(switched)).toBe(fresh);
    // No step lets a link down: who signs after it was trusted before it, and who signed before it is trusted after it.
    expect(trusted(announced)).toContain(signer(switched));
    expect(trusted(switched)).toContain(signer(announced));
    expect(signer(after)).toBe(fresh);
  });

  it('rotation never changes an existing key pair', async () => {
    const pairs = (template: Template) => template.findResources('Custom::DownloadKey');
    const [[id, pair] = []] = Object.entries(pairs(media));
    expect(pairs(await through('b', 'a'))[id ?? '']).toEqual(pair);
  });
});
