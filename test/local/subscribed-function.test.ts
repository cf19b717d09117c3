// A function of an app of the user's own, subscribed by onFileReady: the local cloud runs it beside the Airlock.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Code, type IFunction, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAirlock } from '../../client/airlock.ts';
import { Airlock } from '../../lib/airlock.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { accessToken } from '../access-token.ts';
import { eventually } from '../eventually.ts';
import { sharedFunctions } from '../shared-build.ts';

let directory: string;
let cloud: Cloud;
const lines: string[] = [];

/** Writes down every event that it receives, after it failed once. */
const attach = (received: string) => `import { appendFileSync } from 'node:fs';
let isFirst = true;
export const handler = async (event) => {
  const [wasFirst] = [isFirst, (isFirst = false)];
  if (wasFirst) throw new Error('The orders are locked.');
  appendFileSync(${JSON.stringify(received)}, JSON.stringify(event) + '\\n');
};
`;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-subscribed-'));
  const { functionsDirectory } = await sharedFunctions(join(directory, 'functions'));
  const code = join(directory, 'attach');
  await mkdir(code);
  await writeFile(join(code, 'index.mjs'), attach(join(directory, 'received.jsonl')));

  const app = new App({
    context: { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true },
    outdir: join(directory, 'cdk.out'),
    analyticsReporting: false,
  });
  const stack = new Stack(app, 'Shop');
  const uploads = new Airlock(stack, 'Uploads', {
    collections: {
      notes: { types: ['text/plain'], maxBytes: 10_000 },
      drafts: { types: ['text/plain'], maxBytes: 10_000 },
    },
    origins: ['https://app.example.com'],
    events: {},
    functionsDirectory,
  });
  const attachFunction = new LambdaFunction(stack, 'Attach', {
    code: Code.fromAsset(code),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    environment: { ORDERS: 'orders' },
  });
  uploads.onFileReady(attachFunction as IFunction, { collections: ['notes'] });
  uploads.grantRead(attachFunction);
  new Queue(stack, 'Orders');
  app.synth();

  cloud = await startCloud({
    stateDirectory: join(directory, 'state'),
    app: { command: `cp -r ${app.outdir}/. "$CDK_OUTDIR"`, directory },
    log: (line) => lines.push(line),
  });
}, 120_000);
afterAll(async () => {
  await cloud?.stop();
  await rm(directory, { recursive: true, force: true });
});

const received = async (): Promise<readonly Record<string, unknown>[]> =>
  (await readFile(join(directory, 'received.jsonl'), 'utf8').catch(() => ''))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

it('a function that is subscribed by onFileReady runs in the local cloud, is tried again when it fails, and receives the event once', async () => {
  const token = await accessToken(cloud.addresses);
  const client = createAirlock({ api: cloud.addresses.api, getToken: () => token });
  const send = (text: string, name: string, collection: string) =>
    client.upload(new File([text], name, { type: 'text/plain' }), { collection });
  await send('Not for orders.\n', 'draft.txt', 'drafts');
  const file = await send('Ten boxes.\n', 'order.txt', 'notes');

  await eventually(async () => expect(await received()).toHaveLength(1));
  await cloud.idle();
  expect(await received()).toEqual([
    expect.objectContaining({
      'detail-type': 'FileReady',
      source: expect.stringMatching(/^airlock\./),
      detail: expect.objectContaining({
        type: 'FileReady',
        file: expect.objectContaining({ id: file.id, collection: 'notes', filename: 'order.txt' }),
      }),
    }),
  ]);
});

it('the local cloud names the resources of the app that it leaves out, once', () => {
  expect(lines.filter((line) => line.startsWith('left out: '))).toEqual([
    expect.stringMatching(/^left out: Orders\w+ \(AWS::SQS::Queue\)$/),
  ]);
});
