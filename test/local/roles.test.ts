// IAM at work: the local cloud lets a function do what its role says, refuses the rest as AWS does, and says what is missing.
import {
  BatchGetItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cloud } from '../../local/cloud.ts';
import { ask, clientOf, createExample, put, tokenOf } from './example-cloud.ts';
import { errorOf, failureOf } from './s3/engine.ts';

let example: Awaited<ReturnType<typeof createExample>>;
let cloud: Cloud;
let s3: S3Client;
let dynamodb: DynamoDBClient;
let Bucket: string;
let TableName: string;
const lines: string[] = [];

/** Clients with the very access key of the example's function that answers with its environment. */
beforeAll(async () => {
  example = await createExample();
  cloud = await example.start('roles', { log: (line) => lines.push(line) });
  const { body } = await ask(cloud, await tokenOf(cloud, 'alice'));
  const { environment } = body as { environment: Record<string, string> };
  const credentials = {
    accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
    sessionToken: environment.AWS_SESSION_TOKEN ?? '',
  };
  const region = 'us-east-1';
  const { addresses } = cloud;
  s3 = new S3Client({ region, credentials, endpoint: addresses.s3, forcePathStyle: true });
  dynamodb = new DynamoDBClient({ region, credentials, endpoint: addresses.dynamodb });
  Bucket = addresses.mediaBucket;
  TableName = addresses.table;
});
afterAll(() => example.close());

/** AWS's refusal of something to the example's function. */
const refusal = (action: string, resource: string) =>
  expect.stringMatching(
    new RegExp(
      `^User: arn:aws:sts::000000000000:assumed-role/Example-AnswerServiceRole\\w+-\\w+/Example-Answer\\w+-\\w+ is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action$`,
    ),
  );
const tableArn = () => `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}`;
const item = (pk: string, rest = {}) => ({ pk: { S: pk }, ...rest });
const stored = async (pk: string) =>
  (await clientOf(cloud).dynamodb.send(new GetItemCommand({ TableName, Key: item(pk) }))).Item;

describe('a table', () => {
  it('a table accepts the writes and reads that the role allows', async () => {
    await dynamodb.send(new PutItemCommand({ TableName, Item: item('ANSWER#1') }));
    const get = new GetItemCommand({ TableName, Key: item('ANSWER#1') });
    expect((await dynamodb.send(get)).Item).toEqual(item('ANSWER#1'));
    const Keys = [item('ANSWER#1')];
    const batch = new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } });
    expect((await dynamodb.send(batch)).Responses?.[TableName]).toEqual(Keys);
  });

  it('refuses what no policy allows, in DynamoDB’s words, and the log has the statement that is missing', async () => {
    const TransactItems = [
      { Put: { TableName, Item: item('ANSWER#2') } },
      { Delete: { TableName, Key: item('ANSWER#1') } },
    ];
    const failure = await failureOf(
      dynamodb.send(new TransactWriteItemsCommand({ TransactItems })),
    );
    expect(failure).toEqual({
      name: 'AccessDeniedException',
      status: 400,
      message: refusal('dynamodb:DeleteItem', tableArn()),
    });
    expect(await stored('ANSWER#2')).toBeUndefined();
    expect(lines).toContainEqual(
      `Answer ACCESS DENIED dynamodb:DeleteItem on ${tableArn()}; missing: {"Effect":"Allow","Action":"dynamodb:DeleteItem","Resource":"${tableArn()}"}`,
    );
  });

  it('a table gives nothing of other partitions than the role’s condition names', async () => {
    const get = new GetItemCommand({ TableName, Key: item('SECRET#1') });
    expect(await failureOf(dynamodb.send(get))).toMatchObject({ name: 'AccessDeniedException' });
    expect(lines).toContainEqual(expect.stringContaining('the condition does not hold of'));
  });

  it('a table is queried through the index that the role names, and no other', async () => {
    const query = (IndexName?: string) =>
      dynamodb.send(
        new QueryCommand({
          TableName,
          ...(IndexName && { IndexName }),
          KeyConditionExpression: '#key = :value',
          ExpressionAttributeNames: { '#key': IndexName ? 'owner' : 'pk' },
          ExpressionAttributeValues: { ':value': { S: 'ANSWER#1' } },
        }),
      );
    expect(await query('byOwner')).toMatchObject({ Count: 0 });
    expect(await failureOf(query())).toMatchObject({
      message: refusal('dynamodb:Query', tableArn()),
    });
  });

  it('refuses an operation whose permissions are not listed', async () => {
    const failure = await failureOf(dynamodb.send(new DescribeTableCommand({ TableName })));
    expect(failure.message).toMatch(/does not know which rights dynamodb:DescribeTable asks for/);
  });

  it('rejects an unknown access key', async () => {
    const { addresses } = cloud;
    const stranger = new DynamoDBClient({
      region: 'us-east-1',
      endpoint: addresses.dynamodb,
      credentials: { accessKeyId: 'ASIASTRANGER', secretAccessKey: 'x' },
    });
    const get = stranger.send(new GetItemCommand({ TableName, Key: item('ANSWER#1') }));
    expect(await failureOf(get)).toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
  });
});

describe('a bucket', () => {
  it('refuses what no policy allows, in S3’s words', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'answers/1', Body: 'x' }));
    const put = s3.send(new PutObjectCommand({ Bucket, Key: 'elsewhere', Body: 'x' }));
    expect(await failureOf(put)).toEqual({
      name: 'AccessDenied',
      status: 403,
      message: refusal('s3:PutObject', `"arn:aws:s3:::${Bucket}/elsewhere"`),
    });
    await failureOf(s3.send(new DeleteObjectCommand({ Bucket, Key: 'answers/1' })));
    expect(lines).toContainEqual(
      `Answer ACCESS DENIED s3:DeleteObject on arn:aws:s3:::${Bucket}/answers/1; missing: {"Effect":"Allow","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::${Bucket}/answers/*"}`,
    );
  });

  it('judges a signed link by the right of its signer', async () => {
    await put(cloud, 'elsewhere');
    const link = (Key: string) => getSignedUrl(s3, new GetObjectCommand({ Bucket, Key }));
    expect((await fetch(await link('answers/1'))).status).toBe(200);
    const refused = await fetch(await link('elsewhere'));
    expect(refused.status).toBe(403);
    expect(errorOf(await refused.text())).toMatchObject({
      Code: 'AccessDenied',
      Message: refusal('s3:GetObject', `"arn:aws:s3:::${Bucket}/elsewhere"`),
    });
  });

  it('judges a signed form by the right of its signer', async () => {
    const post = async (Key: string) => {
      const { url, fields } = await createPresignedPost(s3, { Bucket, Key });
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append('file', new Blob(['x']));
      return (await fetch(url, { method: 'POST', body: form })).status;
    };
    expect(await post('answers/form')).toBe(204);
    expect(await post('elsewhere/form')).toBe(403);
  });

  it('a bucket copies only objects that the role may read', async () => {
    const copy = (source: string) =>
      s3.send(
        new CopyObjectCommand({ Bucket, Key: 'answers/copy', CopySource: `${Bucket}/${source}` }),
      );
    await copy('answers/1');
    expect(await failureOf(copy('elsewhere'))).toMatchObject({
      message: refusal('s3:GetObject', `"arn:aws:s3:::${Bucket}/elsewhere"`),
    });
  });

  it('a bucket does not reveal missing objects to a caller without permission to list', async () => {
    const get = (VersionId?: string) =>
      failureOf(
        s3.send(
          new GetObjectCommand({ Bucket, Key: 'answers/missing', ...(VersionId && { VersionId }) }),
        ),
      );
    const denied = { status: 403, message: refusal('s3:ListBucket', `"arn:aws:s3:::${Bucket}"`) };
    expect(await get()).toMatchObject(denied);
    const { VersionId } = await put(cloud, 'elsewhere');
    expect(await get(VersionId)).toMatchObject(denied);
  });

  it('a key with wildcards in a request is matched only by wildcards of a policy', async () => {
    const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    await put('answers/*');
    expect(await failureOf(put('*'))).toMatchObject({ name: 'AccessDenied' });
  });
});

describe('a cloud', () => {
  it('starts no event source whose role may not read it', async () => {
    const assemblyDirectory = await example.mutate('unread', (template) => {
      for (const { Type, Properties } of Object.values(template.Resources)) {
        if (Type === 'AWS::IAM::Policy')
          Properties.PolicyDocument = JSON.parse(
            JSON.stringify(Properties.PolicyDocument).replace('"sqs:ReceiveMessage",', ''),
          );
      }
    });
    await expect(example.start('unread-state', { assemblyDirectory })).rejects.toThrow(
      /^The provided execution role does not have permissions to call ReceiveMessage on SQS/,
    );
  });

  it.each([
    [
      'in a VPC',
      { VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } },
      /call CreateNetworkInterface on EC2/,
    ],
    ['that is traced', { TracingConfig: { Mode: 'Active' } }, /call PutTraceSegments on XRAY/],
  ])('starts no function %s whose role does not allow it', async (what, properties, message) => {
    const assemblyDirectory = await example.mutate(what, (template) => {
      for (const { Type, Properties } of Object.values(template.Resources))
        if (Type === 'AWS::Lambda::Function') Object.assign(Properties, properties);
    });
    await expect(example.start(`${what} state`, { assemblyDirectory })).rejects.toThrow(message);
  });

  it('starts with no policy that it could not enforce', async () => {
    const withStatement = (statement: object) =>
      example.mutate(`undecided-${Object.keys(statement).join('-')}`, (template) => {
        const policy = Object.entries(template.Resources).find(([id]) =>
          id.startsWith('AnswerServiceRoleDefaultPolicy'),
        )?.[1].Properties.PolicyDocument as { Statement: object[] };
        policy.Statement.push({
          Effect: 'Allow',
          Action: 's3:GetObject',
          Resource: '*',
          ...statement,
        });
      });
    const startWith = async (statement: object) =>
      example.start('undecided', { assemblyDirectory: await withStatement(statement) });
    await expect(startWith({ Action: 'cloudtrail:LookupEvents' })).rejects.toThrow(
      /it names cloudtrail:LookupEvents, and requests to cloudtrail are not decided here/,
    );
    await expect(
      startWith({ Condition: { Bool: { 'aws:ViaAWSService': 'true' } } }),
    ).rejects.toThrow(
      /a condition is about aws:ViaAWSService, which is not known here of a request/,
    );
    await expect(startWith({ NotAction: 's3:*' })).rejects.toThrow(/a statement has NotAction/);
  });

  it('serves a page only from a bucket that lets its distribution in', async () => {
    const assemblyDirectory = await example.mutate('no-cdn', (template) => {
      for (const [id, { Type }] of Object.entries(template.Resources))
        if (Type === 'AWS::S3::BucketPolicy') delete template.Resources[id];
    });
    const page = async ({ addresses }: Cloud) => (await fetch(`${addresses.site}/`)).status;
    expect(await page(cloud)).toBe(200);
    const closed = await example.start('no-cdn-state', { assemblyDirectory });
    expect(await page(closed)).toBe(403);
    await example.stop(closed);
  });

  it('no log is kept of a function that may not write one', async () => {
    const assemblyDirectory = await example.mutate('no-log', (template) => {
      for (const { Type, Properties } of Object.values(template.Resources))
        if (Type === 'AWS::IAM::Role') delete Properties.ManagedPolicyArns;
    });
    const said: string[] = [];
    const silent = await example.start('no-log-state', {
      assemblyDirectory,
      log: (line) => said.push(line),
    });
    await put(silent, 'media/unlogged');
    await silent.idle();
    await expect
      .poll(() => said.join('\n'))
      .toMatch(/Receive ACCESS DENIED logs:CreateLogStream on arn:aws:logs:.*log-stream:local/);
    expect(silent.functionLogs()).toEqual([]);
    await example.stop(silent);
  });
});
