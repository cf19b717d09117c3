// A small app with one of everything that the local cloud interprets, synthesized for tests.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, type ITable, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  Code,
  FilterCriteria,
  FilterRule,
  type IFunction,
  Function as LambdaFunction,
  Runtime,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket, EventType, HttpMethods, type IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';

/** Prints the keys that S3 reports; a key with `poison` in it always fails. */
const receive = `export const handler = async ({ Records }) => {
  const batchItemFailures = [];
  for (const { messageId, body } of Records) {
    for (const { s3 } of JSON.parse(body).Records ?? [{ s3: { object: { key: 'test event' } } }]) {
      console.log(JSON.stringify({ level: 'INFO', key: s3.object.key, versionId: s3.object.versionId }));
      if (s3.object.key.includes('poison')) batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
};`;

/** Prints the keys that were removed and who removed them, or that it was called on schedule; fails on `poison`. */
const purge = `export const handler = async ({ Records, source }) => {
  if (source) console.log(JSON.stringify({ source }));
  for (const { dynamodb, userIdentity } of Records ?? []) {
    const key = dynamodb.Keys.pk.S;
    if (key === 'poison') throw new Error('poisoned');
    console.log(JSON.stringify({ removed: key, by: userIdentity?.type ?? 'a person' }));
  }
};`;

/** Answers with its environment and the caller. */
const answer = `export const handler = async ({ requestContext }) => ({
  environment: process.env,
  sub: requestContext.authorizer.jwt.claims.sub,
});`;

async function functionIn(directory: string, name: string, source: string): Promise<Code> {
  await mkdir(join(directory, name), { recursive: true });
  await writeFile(join(directory, name, 'index.mjs'), source);
  return Code.fromAsset(join(directory, name));
}

/** Synthesizes the app below a directory; returns the cloud assembly's. */
export async function synthesizeExample(directory: string): Promise<string> {
  const app = new App({ outdir: join(directory, 'cdk.out'), analyticsReporting: false });
  const stack = new Stack(app, 'Example');
  const lambda = {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    timeout: Duration.seconds(5),
  };

  const page = new Bucket(stack, 'Page');
  const distribution = new Distribution(stack, 'Cdn', {
    defaultRootObject: 'index.html',
    defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(page as IBucket) },
    errorResponses: [
      { httpStatus: 403, responseHttpStatus: 404, responsePagePath: '/missing.html' },
    ],
  });
  const site = `https://${distribution.distributionDomainName}`;

  const deadLetters = new Queue(stack, 'DeadLetters');
  const queue = new Queue(stack, 'Uploads', {
    visibilityTimeout: Duration.seconds(30),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: 2 },
  });
  const media = new Bucket(stack, 'Media', {
    versioned: true,
    cors: [{ allowedOrigins: [site], allowedMethods: [HttpMethods.PUT], allowedHeaders: ['*'] }],
  });
  media.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(queue), {
    prefix: 'media/',
  });
  const receiver = new LambdaFunction(stack, 'Receive', {
    ...lambda,
    code: await functionIn(directory, 'receive', receive),
  });
  receiver.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));

  const table = new TableV2(stack, 'Files', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    globalSecondaryIndexes: [
      { indexName: 'byOwner', partitionKey: { name: 'owner', type: AttributeType.STRING } },
    ],
    timeToLiveAttribute: 'removeAt',
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
  });

  const purger = new LambdaFunction(stack, 'Purge', {
    ...lambda,
    code: await functionIn(directory, 'purge', purge),
  });
  purger.addEventSource(
    new DynamoEventSource(table as ITable, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual('REMOVE') })],
      retryAttempts: 1,
      bisectBatchOnError: true,
      onFailure: new SqsDlq(deadLetters),
    }),
  );
  new Schedule(stack, 'Reap', {
    schedule: ScheduleExpression.rate(Duration.hours(1)),
    target: new LambdaInvoke(purger as IFunction),
  });

  const pool = new UserPool(stack, 'Users');
  const client = pool.addClient('Page', {
    oAuth: { callbackUrls: [`${site}/`], logoutUrls: [`${site}/`] },
  });
  const api = new HttpApi(stack, 'Api', {
    corsPreflight: { allowOrigins: [site], allowMethods: [CorsHttpMethod.GET] },
  });
  const answerer = new LambdaFunction(stack, 'Answer', {
    ...lambda,
    code: await functionIn(directory, 'answer', answer),
    environment: { TABLE_NAME: table.tableName, SITE: site },
  });
  // What a role allows is tested by its means: on part of a bucket, on one index, under a condition on the partition.
  for (const [actions, resources, leadingKeys] of [
    [['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'], [`${media.bucketArn}/answers/*`]],
    [['dynamodb:BatchGetItem', 'dynamodb:PutItem'], [table.tableArn]],
    [['dynamodb:Query'], [`${table.tableArn}/index/byOwner`]],
    [['dynamodb:GetItem'], [table.tableArn], ['ANSWER#*']],
  ] as const) {
    answerer.addToRolePolicy(
      new PolicyStatement({
        actions: [...actions],
        resources: [...resources],
        ...(leadingKeys && {
          conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': leadingKeys } },
        }),
      }),
    );
  }
  api.addRoutes({
    path: '/me',
    methods: [HttpMethod.GET],
    authorizer: new HttpUserPoolAuthorizer('Jwt', pool, { userPoolClients: [client] }),
    integration: new HttpLambdaIntegration('Me', answerer),
  });

  new BucketDeployment(stack, 'Deploy', {
    destinationBucket: page as IBucket,
    sources: [
      Source.data('index.html', '<h1>Hello</h1>'),
      Source.data('missing.html', '<h1>Not here</h1>'),
      Source.jsonData('config.json', { api: api.apiEndpoint }),
    ],
  });
  new CfnOutput(stack, 'QueueArn', { value: queue.queueArn });
  app.synth();
  return join(directory, 'cdk.out');
}
