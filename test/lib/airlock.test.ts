// Airlock as a construct in an app of another team: what it gives, what it takes over, and several of them at once.
import { type App, RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { GatewayVpcEndpointAwsService, type IVpc, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { images } from '../../lambdas/config/presets.ts';
import { embed, emptyApp, emptyStack, templateOf } from './embed.ts';

const scanned = { photos: images({ scan: true }) };

describe('an embedded Airlock', () => {
  it('gives addresses, resources and functions to the stack around it', () => {
    const stack = emptyStack();
    const uploads = embed(stack);
    const resolved = stack.resolve([uploads.apiUrl, uploads.mediaBucket.bucketName]);
    expect(resolved).toEqual([
      { 'Fn::GetAtt': [expect.stringMatching(/^UploadsFilesApi/), 'ApiEndpoint'] },
      { Ref: expect.stringMatching(/^UploadsMediaBucket/) },
    ]);
    expect(stack.resolve(uploads.table.tableName)).toEqual({
      Ref: expect.stringMatching(/^UploadsFiles/),
    });
    expect(uploads.userPool).toBeDefined();
    expect(Object.keys(uploads.functions)).toContain('issue-upload');
  });

  it('names its outputs after where it stands, so that commands find them', () => {
    const stack = emptyStack();
    embed(stack);
    const outputs = Object.keys(templateOf(stack).findOutputs('*'));
    expect(outputs).toContain('UploadsApiUrl');
    expect(outputs.every((name) => name.startsWith('Uploads'))).toBe(true);
  });

  it('watches its own resources and leaves alarms of the stack alone', () => {
    const stack = emptyStack();
    new Alarm(stack, 'Theirs', {
      metric: new Queue(stack, 'Orders').metricNumberOfMessagesSent(),
      threshold: 1,
      evaluationPeriods: 1,
    });
    embed(stack);
    const alarms = templateOf(stack).findResources('AWS::CloudWatch::Alarm');
    for (const [id, { Properties }] of Object.entries(alarms)) {
      expect(Properties.AlarmActions !== undefined, id).toBe(id.startsWith('Uploads'));
    }
  });

  it('lets a function of the caller’s read records and versions, and nothing else', () => {
    const stack = emptyStack();
    const role = new Role(stack, 'Report', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    embed(stack).grantRead(role);
    templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: Match.stringLikeRegexp('^Report') }],
      PolicyDocument: {
        Statement: [
          { Action: 's3:GetObjectVersion', Effect: 'Allow', Resource: Match.anyValue() },
          {
            Action: ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
            Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['FILE#*'] } },
            Effect: 'Allow',
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^UploadsFiles'), 'Arn'] },
          },
        ],
      },
    });
  });
});

describe('several in one stack', () => {
  it('several Airlocks in one stack have different resources, outputs and visible names', () => {
    const stack = emptyStack();
    embed(stack, {}, 'Photos');
    embed(stack, {}, 'Contracts');
    const template = templateOf(stack);
    const domains = Object.values(template.findResources('AWS::Cognito::UserPoolDomain'));
    expect(new Set(domains.map(({ Properties }) => JSON.stringify(Properties.Domain))).size).toBe(
      2,
    );
    const namespaces = Object.values(template.findResources('AWS::Logs::MetricFilter')).map(
      ({ Properties }) => Properties.MetricTransformations[0].MetricNamespace,
    );
    expect(new Set(namespaces)).toEqual(new Set(['Airlock/Shop/Photos', 'Airlock/Shop/Contracts']));
    template.resourceCountIs('AWS::DynamoDB::GlobalTable', 2);
  });

  it('several Airlocks in one stack have different keys of downloads', () => {
    const stack = emptyStack();
    embed(stack, { downloads: 'cdn' }, 'Photos');
    embed(stack, { downloads: 'cdn' }, 'Contracts');
    const names = Object.values(templateOf(stack).findResources('Custom::DownloadKey')).map(
      ({ Properties }) => Properties.ParameterName,
    );
    expect(names.sort()).toEqual([
      '/Shop/Contracts/download-keys/a',
      '/Shop/Photos/download-keys/a',
    ]);
  });

  it('several Airlocks of one name are refused, wherever in the account and region they are', () => {
    const app = emptyApp();
    embed(emptyStack(undefined, app, 'One'), { name: 'Files' });
    expect(() => embed(emptyStack(undefined, app, 'Two'), { name: 'files' })).toThrow(
      'Airlock “Two/Uploads” cannot be used: its name is "files", which “One/Uploads” has in the same account and region; give each a name of its own.',
    );
    const elsewhere = emptyStack({ account: '111122223333', region: 'eu-west-1' }, app, 'Three');
    expect(() => embed(elsewhere, { name: 'Files' })).not.toThrow();
  });
});

describe('an Airlock over existing resources', () => {
  it('a user pool: the API accepts its tokens, and no other pool is created', () => {
    const stack = emptyStack();
    const userPool = UserPool.fromUserPoolId(stack, 'People', 'eu-central-1_Ab12Cd34E');
    const uploads = embed(stack, { userPool });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::Cognito::UserPool', 0);
    template.resourceCountIs('AWS::Cognito::UserPoolClient', 1);
    expect(stack.resolve(uploads.issuer)).toMatchObject({
      'Fn::Join': ['', expect.arrayContaining([expect.stringContaining('eu-central-1_Ab12Cd34E')])],
    });
  });

  it('a client of that pool: only its tokens are accepted, and nothing is created at Cognito', () => {
    const stack = emptyStack();
    const userPool = UserPool.fromUserPoolId(stack, 'People', 'eu-central-1_Ab12Cd34E');
    const userPoolClient = UserPoolClient.fromUserPoolClientId(stack, 'Client', 'abc123');
    embed(stack, { userPool, userPoolClient, origins: [] });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::Cognito::UserPoolClient', 0);
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      JwtConfiguration: { Audience: ['abc123'] },
    });
  });

  it('an issuer: pages of no origin may call, when only servers upload', () => {
    const stack = emptyStack();
    const auth = { issuer: 'https://login.example.com', clientId: 'app' };
    embed(stack, { auth, origins: [] });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { CorsConfiguration: Match.absent() });
    template.resourcePropertiesCountIs(
      'AWS::S3::Bucket',
      { CorsConfiguration: Match.anyValue() },
      0,
    );
  });

  it('a key of KMS: uploads are under it, and functions that touch them may use it', () => {
    const stack = emptyStack();
    const keyArn = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    embed(stack, { encryptionKey: Key.fromKeyArn(stack, 'Key', keyArn) });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { KMSMasterKeyID: keyArn, SSEAlgorithm: 'aws:kms' },
          },
        ],
      },
    });
    const using = Object.entries(template.findResources('AWS::IAM::Role'))
      .filter(([, role]) => JSON.stringify(role).includes('kms:'))
      .map(([id]) => id.replace(/^Uploads(.*)Role.*$/, '$1'));
    expect(using).toEqual([
      'IssueUpload',
      'SignParts',
      'CompleteUpload',
      'ReceiveUpload',
      'PublishFile',
      'IssueDownload',
      'FollowLink',
      'ReapUploads',
      'Reconcile',
    ]);
  });

  it('a permissions boundary and tags: every role has the one, every bucket and table the others', () => {
    const stack = emptyStack();
    embed(stack, {
      permissionsBoundary: ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'team'),
      tags: { CostCenter: '4711' },
    });
    const template = templateOf(stack);
    template.allResourcesProperties('AWS::IAM::Role', { PermissionsBoundary: Match.anyValue() });
    for (const type of ['AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::Lambda::Function']) {
      template.allResourcesProperties(type, {
        Tags: Match.arrayWith([{ Key: 'CostCenter', Value: '4711' }]),
      });
    }
  });

  it('a removal policy: with DESTROY nothing is kept or protected, and buckets are emptied', () => {
    const stack = emptyStack();
    embed(stack, { removalPolicy: RemovalPolicy.DESTROY });
    const template = templateOf(stack);
    const kept = Object.entries(
      template.toJSON().Resources as Record<string, { DeletionPolicy?: string }>,
    )
      .filter(([, { DeletionPolicy }]) => DeletionPolicy?.startsWith('Retain'))
      .map(([id]) => id);
    expect(kept).toEqual([]);
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 2);
    expect(JSON.stringify(template.toJSON())).not.toMatch(
      /"DeletionProtection(Enabled)?":(true|"ACTIVE")/,
    );
  });

  it('a VPC: the function that talks to clamd runs in its subnets', () => {
    const stack = emptyStack();
    const vpc = new Vpc(stack, 'Network', { natGateways: 1, maxAzs: 1 });
    const scanner = { engine: 'clamd', host: '10.0.0.7' } as const;
    embed(stack, { collections: scanned, scanner, vpc: vpc as IVpc });
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
      Description: 'Airlock: scan-upload',
      VpcConfig: {
        SubnetIds: [{ Ref: Match.stringLikeRegexp('^NetworkPrivateSubnet1') }],
        SecurityGroupIds: [
          { 'Fn::GetAtt': [Match.stringLikeRegexp('^UploadsScanSecurityGroup'), 'GroupId'] },
        ],
      },
    });
  });

  it('a VPC without a way to S3 and DynamoDB is refused, with the lines to add', () => {
    const stack = emptyStack();
    const vpc = new Vpc(stack, 'Network', {
      maxAzs: 1,
      subnetConfiguration: [{ name: 'inner', subnetType: SubnetType.PRIVATE_ISOLATED }],
    });
    const scanner = { engine: 'clamd', host: '10.0.0.7' } as const;
    const vpcSubnets = { subnetType: SubnetType.PRIVATE_ISOLATED };
    embed(stack, { collections: scanned, scanner, vpc: vpc as IVpc, vpcSubnets });
    const synth = () => (stack.node.root as App).synth({ force: true });
    expect(synth).toThrow(
      /vpc has no gateway endpoint for s3 .*vpc\.addGatewayEndpoint\('s3', \{ service: GatewayVpcEndpointAwsService\.S3 \}\)/,
    );
    vpc.addGatewayEndpoint('s3', { service: GatewayVpcEndpointAwsService.S3 });
    vpc.addGatewayEndpoint('dynamodb', { service: GatewayVpcEndpointAwsService.DYNAMODB });
    expect(synth).not.toThrow();
  });
});

it('a region without CloudFront is refused before anything is created', () => {
  const stack = emptyStack({ account: '111122223333', region: 'us-gov-west-1' });
  expect(() => embed(stack)).toThrow(/^The region is us-gov-west-1: AWS GovCloud/);
});
