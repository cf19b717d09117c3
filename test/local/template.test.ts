import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toLocalAddresses } from '../../local/addresses.ts';
import type { Assembly, TemplateFile } from '../../local/template/assembly.ts';
import { refuseUnknownResources } from '../../local/template/resource-types.ts';
import { resolveTemplate } from '../../local/template/template.ts';

const origins = {
  site: 'http://127.0.0.1:1',
  api: 'http://127.0.0.1:2',
  s3: 'http://127.0.0.1:3',
  dynamodb: 'http://127.0.0.1:4',
  issuer: 'http://127.0.0.1:5',
  cdn: 'http://127.0.0.1:6',
};

const assemblyOf = (templates: Record<string, TemplateFile>): Assembly => ({
  stacks: Object.entries(templates).map(([name, template]) => ({ name, template })),
  assets: new Map(),
});

const resolveAll = (templates: Record<string, TemplateFile>, identity = 'x') =>
  resolveTemplate(assemblyOf(templates), {
    id: (label, length) =>
      createHash('sha512')
        .update(identity + label)
        .digest('hex')
        .slice(0, length),
    finish: (text) => toLocalAddresses(text, origins),
  });

/** Resolves one value as a property of a resource in a template with the given other parts. */
const resolveValue = (value: unknown, rest: TemplateFile = {}) =>
  resolveAll({
    Main: {
      ...rest,
      Resources: { ...rest.Resources, Probe: { Type: 'Probe', Properties: { value } } },
    },
  }).resources('Probe')[0]?.properties.value;

const bucket = { Media: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'pictures' } } };

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: Fn::Sub writes its placeholders the same way.
describe('intrinsic functions', () => {
  test.each([
    ['Ref of a parameter', { Ref: 'Size' }, 'large'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['Ref of a resource', { Ref: 'Media' }, 'pictures'],
    ['GetAtt', { 'Fn::GetAtt': ['Media', 'Arn'] }, 'arn:aws:s3:::pictures'],
    ['GetAtt in one string', { 'Fn::GetAtt': 'Media.Arn' }, 'arn:aws:s3:::pictures'],
    [
      'Sub',
      { 'Fn::Sub': '${AWS::Region}/${Media}/${Media.Arn}/${!literal}' },
      'us-east-1/pictures/arn:aws:s3:::pictures/${literal}',
    ],
    [
      'Sub with variables',
      { 'Fn::Sub': ['${a}-${Media}', { a: { Ref: 'Size' } }] },
      'large-pictures',
    ],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Size' }]] }, 'a-large'],
    ['Split and Select', { 'Fn::Select': [1, { 'Fn::Split': ['-', 'a-b-c'] }] }, 'b'],
    ['If, true', { 'Fn::If': ['IsLarge', 'yes', 'no'] }, 'yes'],
    ['If, false', { 'Fn::If': ['IsSmall', 'yes', 'no'] }, 'no'],
    ['FindInMap', { 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'name'] }, 'Virginia'],
    ['Base64', { 'Fn::Base64': 'ab' }, 'YWI='],
    ['ToJsonString', { 'Fn::ToJsonString': { a: { Ref: 'Size' } } }, '{"a":"large"}'],
    ['AWS::NoValue in a list', ['a', { Ref: 'AWS::NoValue' }], ['a']],
    ['AWS::NoValue in an object', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
  ])('the intrinsic function is resolved: %s', (_name, value, expected) => {
    const rest: TemplateFile = {
      Parameters: { Size: { Type: 'String', Default: 'large' } },
      Mappings: { Regions: { 'us-east-1': { name: 'Virginia' } } },
      Conditions: {
        IsLarge: { 'Fn::Equals': [{ Ref: 'Size' }, 'large'] },
        IsSmall: {
          'Fn::And': [{ 'Fn::Not': [{ Condition: 'IsLarge' }] }, { 'Fn::Equals': [1, 1] }],
        },
      },
      Resources: bucket,
    };
    expect(resolveValue(value, rest)).toEqual(expected);
  });

  test('another stack is read by its outputs and by its exports', () => {
    const templates = {
      Static: {
        Resources: bucket,
        Outputs: { Name: { Value: { Ref: 'Media' }, Export: { Name: 'Static:Name' } } },
      },
      Media: {
        Resources: {
          Probe: {
            Type: 'Probe',
            Properties: {
              weak: { 'Fn::GetStackOutput': { StackName: 'Static', OutputName: 'Name' } },
              strong: { 'Fn::ImportValue': 'Static:Name' },
            },
          },
        },
      },
    };
    const [probe] = resolveAll(templates).resources('Probe');
    expect(probe?.properties).toEqual({ weak: 'pictures', strong: 'pictures' });
  });

  test('a reference that is not defined is refused by name', () => {
    expect(() => resolveValue({ Ref: 'Missing' })).toThrow(/Main refers to Missing/);
    expect(() =>
      resolveValue({ 'Fn::GetAtt': ['Media', 'Colour'] }, { Resources: bucket }),
    ).toThrow(/Media\.Colour \(AWS::S3::Bucket\)/);
    expect(() => resolveValue({ 'Fn::Cidr': [] })).toThrow(/Fn::Cidr/);
    expect(() => resolveValue({ 'Fn::ImportValue': 'x' })).toThrow(/No stack exports x/);
  });

  test('a resource whose condition does not hold does not exist', () => {
    const template = {
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { Probe: { Type: 'Probe', Condition: 'Never' } },
    };
    expect(resolveAll({ Main: template }).resources('Probe')).toEqual([]);
  });

  test('the stack id stays the same for one state directory and differs in another', () => {
    const idOf = (identity: string) =>
      resolveAll(
        {
          Main: {
            Resources: { Probe: { Type: 'Probe', Properties: { value: { Ref: 'AWS::StackId' } } } },
          },
        },
        identity,
      ).resources('Probe')[0]?.properties.value;
    expect(idOf('a')).toMatch(
      /^arn:aws:cloudformation:us-east-1:000000000000:stack\/Main\/[0-9a-f-]{36}$/,
    );
    expect(idOf('a')).toBe(idOf('a'));
    expect(idOf('a')).not.toBe(idOf('b'));
  });

  test('plain values come out as they went in', () => {
    const plain = fc
      .jsonValue()
      .filter((value) => !/"(Ref|Fn::|https:)/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(plain, (value) => {
        expect(resolveValue(value)).toEqual(value);
      }),
    );
  });
});

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above.

describe('addresses', () => {
  test.each([
    ['https://d0123456789abc.cloudfront.net', 'http://127.0.0.1:1'],
    ['https://d0123456789abc.cloudfront.net/callback', 'http://127.0.0.1:1/callback'],
    ['https://a1b2c3.execute-api.us-east-1.amazonaws.com/files', 'http://127.0.0.1:2/files'],
    [
      'connect-src https://*.execute-api.us-east-1.amazonaws.com;',
      'connect-src http://127.0.0.1:2;',
    ],
    ['https://cognito-idp.us-east-1.amazonaws.com/us-east-1_a1b2', 'http://127.0.0.1:5'],
    ['https://cognito-idp.us-east-1.amazonaws.com', 'http://127.0.0.1:5'],
    ['https://airlock-0.auth.us-east-1.amazoncognito.com/logout', 'http://127.0.0.1:5/logout'],
    ['https://*.auth.us-east-1.amazoncognito.com', 'http://127.0.0.1:5'],
    [
      'https://*.s3.us-east-1.amazonaws.com https://s3.us-east-1.amazonaws.com',
      'http://127.0.0.1:3 http://127.0.0.1:3',
    ],
    ['https://pictures.s3.us-east-1.amazonaws.com', 'http://127.0.0.1:3'],
    ['https://pictures.s3.us-east-1.amazonaws.com/a/b', 'http://127.0.0.1:3/pictures/a/b'],
    ['https://login.example.com', 'https://login.example.com'],
  ])('the AWS address %s becomes %s', (aws, local) => {
    expect(toLocalAddresses(aws, origins)).toBe(local);
  });

  test('an address that only joining makes whole is found', () => {
    const distribution = { Cdn: { Type: 'AWS::CloudFront::Distribution' } };
    const value = { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['Cdn', 'DomainName'] }, '/x']] };
    expect(resolveValue(value, { Resources: distribution })).toBe('http://127.0.0.1:1/x');
  });
});

test('a resource type that is neither interpreted nor known to do nothing is refused by logical id and type', () => {
  const Resources = {
    Media: { Type: 'AWS::S3::Bucket' },
    Logs: { Type: 'AWS::Logs::LogGroup' },
    Search: { Type: 'AWS::OpenSearchService::Domain' },
  };
  const assembly = assemblyOf({ Main: { Resources } });
  expect(() => refuseUnknownResources(assembly)).toThrow(
    /Search \(AWS::OpenSearchService::Domain\) in stack Main/,
  );
});
