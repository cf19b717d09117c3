// Commands in an app of the user's own, which has Airlocks in one stack and no airlock.config.ts.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Line } from '../../doctor/examine.ts';
import { documents } from '../../lambdas/config/presets.ts';
import { projectRoot } from '../../lib/project.ts';
import { embed, emptyStack } from '../lib/embed.ts';

/** What AWS was asked for: a form of CloudFormation, or a JSON body with its target. */
interface Asked {
  readonly target: string;
  readonly body: Readonly<Record<string, unknown>>;
}

let directory: string;
let command: string;
let server: Server;
let asked: Asked[];
const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const outputs = (): Readonly<Record<string, string>> => ({
  ShopUrl: 'https://shop.example.com',
  ContractsReconcileFunctionName: 'contracts-reconcile',
  ContractsUserPoolId: 'eu-central-1_contracts',
  PhotosReconcileFunctionName: 'photos-reconcile',
  PhotosUserPoolId: 'eu-central-1_photos',
  PhotosUploadDeadLetterQueueUrl: `${origin()}/1/photos-dead`,
});

/** A stack of a shop with two Airlocks and the shop's bucket; returns the cloud assembly. */
function synthesizeShop(): string {
  const stack = emptyStack();
  stack.node.setContext('aws:cdk:enable-path-metadata', true);
  stack.node.setContext('aws:cdk:enable-asset-metadata', true);
  new Bucket(stack, 'Open', { blockPublicAccess: new BlockPublicAccess({}) });
  embed(stack, {}, 'Photos');
  embed(stack, { collections: { contracts: documents() } }, 'Contracts');
  return (stack.node.root as App).synth().directory;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-own-app-'));
  // What matters of the command of an app is what it leaves in the directory that it is given.
  command = `cp -r ${synthesizeShop()}/. "$CDK_OUTDIR"`;
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') {
      asked.push({ target, body: JSON.parse(text) });
      const Attributes = {
        QueueArn: 'arn:aws:sqs:eu-central-1:1:photos-dead',
        ApproximateNumberOfMessages: '0',
        ApproximateNumberOfMessagesNotVisible: '0',
      };
      response.end(JSON.stringify({ Attributes }));
      return;
    }
    const form = Object.fromEntries(new URLSearchParams(text));
    asked.push({ target: form.Action ?? '', body: form });
    const named = form.StackName === 'Orders' ? {} : outputs();
    const members = Object.entries(named).map(
      ([name, value]) =>
        `<member><OutputKey>${name}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    );
    response.setHeader('content-type', 'text/xml');
    response.end(
      `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  server?.close();
  await rm(directory, { recursive: true, force: true });
});

const airlock = (...args: readonly string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const env = {
      ...process.env,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL: origin(),
    };
    execFile(
      process.execPath,
      [join(projectRoot, 'bin/airlock.ts'), ...args],
      { env, maxBuffer: 10 * 2 ** 20 },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

const add = ['user', 'add', 'a@example.com', '--group', 'staff'];
const createdIn = () =>
  asked.find(({ target }) => target.endsWith('AdminCreateUser'))?.body.UserPoolId;

it('user add finds the user pool of the Airlock that --only names, in the stack that the app says', async () => {
  const { code, stdout, stderr } = await airlock(...add, '--app', command, '--only', 'Shop/Photos');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('a@example.com has an account, in staff');
  expect(asked[0]?.body.StackName).toBe('Shop');
  expect(createdIn()).toBe('eu-central-1_photos');
});

it('user add takes the name of a stack instead of an app', async () => {
  const { code } = await airlock(...add, '--stack', 'Shop', '--only', 'Contracts');
  expect(code).toBe(0);
  expect(createdIn()).toBe('eu-central-1_contracts');
});

it.each([
  [['--stack', 'Shop'], 'Stack Shop has 2 Airlocks: Contracts, Photos. Choose one with --only.'],
  [
    ['--stack', 'Shop', '--only', 'Videos'],
    '--only Videos names none of the Airlocks of stack Shop: Contracts, Photos.',
  ],
  [['--stack', 'Orders'], 'Stack Orders has no Airlock.'],
])('user add %j says which Airlocks a stack has, and exits with 2', async (args, message) => {
  expect(await airlock(...add, ...args)).toEqual({ code: 2, stdout: '', stderr: `${message}\n` });
  expect(createdIn()).toBeUndefined();
});

it('user add says that an app has several Airlocks, and exits with 2', async () => {
  const { code, stderr } = await airlock(...add, '--app', command);
  expect(code).toBe(2);
  expect(stderr).toBe(
    'The app has 2 Airlocks: Shop/Photos, Shop/Contracts. Choose one with --only.\n',
  );
});

it('user add prints what an app that failed has printed, and exits with 2', async () => {
  const { code, stderr } = await airlock(...add, '--app', 'echo no such app >&2; exit 7');
  expect(code).toBe(2);
  expect(stderr).toMatch(/^The app ended with 7 and this: .*\nno such app\n/);
});

it('redrive shows the queues of the Airlock that --only names', async () => {
  const { code, stdout } = await airlock('redrive', '--app', command, '--only', 'Photos');
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'uploads: nothing waits.\n' });
});

it('judge judges by the collections that the app gives to the Airlock that --only names', async () => {
  const folder = join(directory, 'files');
  await mkdir(folder);
  await copyFile(join(projectRoot, 'test/fixtures/files/fixture.png'), join(folder, 'a.png'));
  const photos = await airlock('judge', folder, '--app', command, '--only', 'Photos');
  expect(photos).toMatchObject({ code: 0, stderr: '' });
  expect(photos.stdout).toContain('accepted  a.png: PNG image in photos');
  const contracts = await airlock('judge', folder, '--app', command, '--only', 'Contracts');
  expect(contracts.code).toBe(1);
  expect(contracts.stdout).toContain('type_not_allowed');
});

it('doctor examines the resources of the Airlocks of the app, and no others', async () => {
  const { code, stdout, stderr } = await airlock('doctor', '--app', command, '--json');
  expect(stderr).toBe('');
  const lines: readonly Line[] = JSON.parse(stdout);
  expect(lines.filter(({ holds }) => !holds)).toEqual([]);
  expect(code).toBe(0);
  const named = lines.flatMap(({ findings }) => findings.map(({ logicalId }) => logicalId));
  expect(named.some((id) => id.startsWith('Photos'))).toBe(true);
  expect(named.some((id) => id.startsWith('Open'))).toBe(false);
});

it('doctor takes --stack for deployed stacks only', async () => {
  const { code, stderr } = await airlock('doctor', '--stack', 'Shop');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: '--stack names a deployed stack; add --deployed.\n',
  });
});
