// Wrong properties of the construct, as they come from JavaScript: each is answered by the name of its field.
import { RemovalPolicy } from 'aws-cdk-lib';
import { UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { images } from '../../lambdas/config/presets.ts';
import { Airlock } from '../../lib/airlock.ts';
import type { AirlockProps } from '../../lib/airlock-props.ts';
import { emptyApp, emptyStack, leastProps } from './embed.ts';

const wrong = (props: Record<string, unknown>) =>
  expect(
    () =>
      new Airlock(emptyStack(), 'Uploads', { ...leastProps, ...props } as unknown as AirlockProps),
  );

describe('a field of the configuration that is wrong is named, with what was expected', () => {
  it.each<[line: string, props: Record<string, unknown>]>([
    [
      'collections is missing; expected an object of collections by name',
      { collections: undefined },
    ],
    [
      'collections is ["photos"]; expected an object of collections by name',
      { collections: ['photos'] },
    ],
    [
      'collections.photos is "images"; expected a collection such as images()',
      { collections: { photos: 'images' } },
    ],
    [
      'collections.photos.types is missing; expected a list of content types',
      { collections: { photos: { maxBytes: 1 } } },
    ],
    [
      'collections.photos.maxBytes is -1; expected bytes',
      { collections: { photos: images({ maxBytes: -1 }) } },
    ],
    ['origins[0] is "app.example.com"; expected an exact origin', { origins: ['app.example.com'] }],
    [
      'origins is "https://app.example.com"; expected a list of origins',
      { origins: 'https://app.example.com' },
    ],
    ['orgins is unknown; remove it', { orgins: [] }],
    ['static is unknown; remove it', { static: { sources: [] } }],
    ['name is "aws-files"; expected a letter', { name: 'aws-files' }],
    ['logRetentionDays is 31; expected days that CloudWatch offers', { logRetentionDays: 31 }],
    ['quota is 5; expected an object', { quota: 5 }],
    ['events is true; expected an object', { events: true }],
    [
      'userPool is "eu-central-1_Ab12Cd34E"; expected a user pool',
      { userPool: 'eu-central-1_Ab12Cd34E' },
    ],
    ['vpc is "vpc-0123456789abcdef0"; expected a VPC', { vpc: 'vpc-0123456789abcdef0' }],
    ['encryptionKey is "alias/uploads"; expected a key', { encryptionKey: 'alias/uploads' }],
    ['permissionsBoundary is "team"; expected a managed policy', { permissionsBoundary: 'team' }],
    [
      'removalPolicy is "snapshot"; expected RemovalPolicy.RETAIN or RemovalPolicy.DESTROY',
      { removalPolicy: RemovalPolicy.SNAPSHOT },
    ],
    ['tags.team is 5; expected the value of a tag', { tags: { team: 5 } }],
    ['securityGroups[0] is "sg-1"; expected a security group', { securityGroups: ['sg-1'] }],
    [
      'site is "https://files.example.com"; expected a StaticSite',
      { site: 'https://files.example.com' },
    ],
  ])('%s', (line, props) => {
    wrong(props).toThrow(
      `Airlock “Shop/Uploads” cannot be used; fields that are wrong: 1\n  ${line}`,
    );
  });
});

it('every wrong field is named in one error', () => {
  wrong({ origins: ['x'], vpc: 1, orgins: 2 }).toThrow(/fields that are wrong: 3\n/);
});

describe('fields that exclude each other are named together', () => {
  const stack = emptyStack();
  const userPool = UserPool.fromUserPoolId(stack, 'People', 'eu-central-1_Ab12Cd34E');
  const userPoolClient = UserPoolClient.fromUserPoolClientId(stack, 'Client', 'abc123');
  const vpc = new Vpc(stack, 'Network');
  const issuer = { issuer: 'https://login.example.com', clientId: 'app' };
  const inVpc = {
    subnetIds: ['subnet-0123456789abcdef0'],
    securityGroupIds: ['sg-0123456789abcdef0'],
  };
  const encryptionKey = new Key(stack, 'Key');
  it.each<[line: string, props: Record<string, unknown>]>([
    ['userPool stands beside auth.issuer', { userPool, auth: issuer }],
    ['userPoolClient stands without userPool', { userPoolClient }],
    ['vpc is of use for a clamd only', { vpc }],
    ['vpc stands beside scanner.vpc', { vpc, scanner: { engine: 'clamd', host: 'h', vpc: inVpc } }],
    ['vpcSubnets stands without vpc', { vpcSubnets: {} }],
    ["encryptionKey stands beside downloads: 'cdn'", { encryptionKey, downloads: 'cdn' }],
    ['origins is empty and there is no site', { origins: [] }],
  ])('%s', (line, props) => {
    wrong(props).toThrow(`fields that are wrong: 1\n  ${line}`);
  });
});

describe('a stack that parameters cannot be named by', () => {
  const inStack = (id: string, props: Partial<AirlockProps>) => () =>
    new Airlock(emptyStack(undefined, emptyApp(), id), 'Uploads', { ...leastProps, ...props });
  const webhooks = [{ name: 'shop', url: 'https://shop.example.com/hooks' }];

  it.each(['AwsFiles', 'aws', 'SSM-files'])('is refused by its name, %s', (id) => {
    for (const props of [{ downloads: 'cdn' } as const, { events: { webhooks } }]) {
      expect(inStack(id, props)).toThrow(
        `The stack is named ${id}, and so are the parameters of downloadKeys and events.webhooks`,
      );
    }
    expect(inStack(id, {})).not.toThrow();
  });
});
