// What SQS and Lambda are sent, and what becomes of their refusals, over real HTTP.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listen } from '../../local/ports.ts';
import { type SendToAws, sendTo } from '../../operate/aws-request.ts';
import { queuesOf } from '../../operate/queues.ts';
import { redrive } from '../../operate/redrive.ts';
import { repairBy } from '../../operate/repair.ts';

const credentials = {
  accessKeyId: 'AKIAEXAMPLE',
  secretAccessKey: 'secret',
  sessionToken: 'token',
};
const region = 'eu-central-1';

interface Asked {
  readonly headers: IncomingMessage['headers'];
  readonly path: string;
  readonly body: string;
}
type Answer = readonly [status: number, body: object, headers?: Record<string, string>];

let server: Server;
let endpoint: string;
let asked: Asked[];
/** What each operation is answered; the last answer stands. */
let answers: Record<string, Answer[]>;
let send: SendToAws;

beforeEach(async () => {
  asked = [];
  answers = {};
  server = createServer(async (request, response) => {
    const path = request.url ?? '';
    asked.push({ headers: request.headers, path, body: await text(request) });
    const operation = String(request.headers['x-amz-target'] ?? path).replace('AmazonSQS.', '');
    const queued = answers[operation] ?? [];
    const [status, body, headers] = (queued.length > 1 ? queued.shift() : queued[0]) ?? [200, {}];
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  endpoint = `http://127.0.0.1:${await listen(server, 0)}`;
  send = sendTo({ region, credentials, endpoint });
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

it('a request carries the signature that the SDK’s own hash gives it', async () => {
  await queuesOf(send).look('https://sqs.eu-central-1.amazonaws.com/1/q');
  const [{ headers, path, body } = expect.fail('nothing was sent')] = asked;
  const sdk = new DynamoDBClient({ region, credentials });
  const signer = new SignatureV4({
    service: 'sqs',
    region,
    credentials,
    sha256: sdk.config.sha256,
  });
  const date = String(headers['x-amz-date']);
  const signed = await signer.sign(
    {
      method: 'POST',
      protocol: 'http:',
      hostname: '127.0.0.1',
      path,
      headers: {
        host: String(headers.host),
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'AmazonSQS.GetQueueAttributes',
      },
      body,
    },
    {
      signingDate: new Date(
        date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
      ),
    },
  );
  sdk.destroy();
  expect(headers.authorization).toBe(signed.headers.authorization);
  expect(headers['x-amz-security-token']).toBe('token');
});

const parts = () => ({
  queues: queuesOf(send),
  repair: repairBy(send, 'Reconcile'),
  now: () => new Date(),
  say: () => {},
});
const uploads = {
  name: 'uploads' as const,
  url: 'https://sqs.eu-central-1.amazonaws.com/1/dead',
  arn: 'arn:aws:sqs:eu-central-1:1:dead',
  count: 1,
  takenCount: 0,
  sourceUrl: 'https://sqs.eu-central-1.amazonaws.com/1/uploads',
};
const deletions = { ...uploads, name: 'deletions' as const, sourceUrl: undefined };
const moved = (Status: string, more: object = {}): Answer => [
  200,
  { Results: [{ Status, ApproximateNumberOfMessagesMoved: 1, ...more }] },
];

it('a refusal of SQS is reported with its name and message', async () => {
  answers.GetQueueAttributes = [
    [400, { __type: 'com.amazonaws.sqs#AccessDenied', message: 'You may not.' }],
  ];
  await expect(queuesOf(send).look('q')).rejects.toThrow(
    'SQS refused GetQueueAttributes: AccessDenied. You may not.',
  );
});

it('moving waits for its end, also for that of a task that another run has started', async () => {
  answers.StartMessageMoveTask = [
    [400, { __type: 'UnsupportedOperation', message: 'There is already a task running.' }],
  ];
  answers.ListMessageMoveTasks = [moved('RUNNING'), moved('COMPLETED')];
  expect(await redrive(uploads, parts())).toBe(0);
  expect(
    asked.filter(({ headers }) => /ListMessage/.test(`${headers['x-amz-target']}`)),
  ).toHaveLength(2);
});

it('moving that fails is reported with SQS’s reason', async () => {
  answers.ListMessageMoveTasks = [
    moved('FAILED', { FailureReason: 'CouldNotDetermineMessageSource' }),
  ];
  await expect(redrive(uploads, parts())).rejects.toThrow(
    'uploads: moving ended as FAILED: CouldNotDetermineMessageSource, after 1 message.',
  );
});

const letter = { ReceiptHandle: 'r1', Body: '{}' };
const invoke = '/2015-03-31/functions/Reconcile/invocations';
const targets = () => asked.map(({ headers, path }) => headers['x-amz-target'] ?? path);

it('Reconcile is invoked until it says no next, and then the letters are removed', async () => {
  answers.ReceiveMessage = [
    [200, { Messages: [letter] }],
    [200, {}],
  ];
  answers[invoke] = [
    [200, { findings: { stray_version: 1 }, next: { stage: 'files' } }],
    [200, { findings: { stray_version: 2 } }],
  ];
  expect(await redrive(deletions, parts())).toBe(0);
  const calls = asked.filter(({ path }) => path === invoke).map(({ body }) => JSON.parse(body));
  expect(calls).toEqual([{ repair: true }, { repair: true, from: { stage: 'files' } }]);
  expect(targets().at(-1)).toBe('AmazonSQS.DeleteMessage');
});

it('where Reconcile fails nothing is removed, and what was taken is put back', async () => {
  answers.ReceiveMessage = [
    [200, { Messages: [letter] }],
    [200, {}],
  ];
  answers[invoke] = [[200, { errorMessage: 'timed out' }, { 'x-amz-function-error': 'Unhandled' }]];
  await expect(redrive(deletions, parts())).rejects.toThrow('Reconcile failed: timed out.');
  expect(targets()).not.toContain('AmazonSQS.DeleteMessage');
  expect(targets().at(-1)).toBe('AmazonSQS.ChangeMessageVisibility');
});

it('scans that a clamd never made are deleted, since the reaper asks for them again', async () => {
  answers.ReceiveMessage = [
    [200, { Messages: [letter] }],
    [200, {}],
  ];
  expect(await redrive({ ...deletions, name: 'scans' }, parts())).toBe(0);
  expect(targets()).not.toContain(invoke);
  expect(targets().at(-1)).toBe('AmazonSQS.DeleteMessage');
});

it('a host that cannot be reached is named', async () => {
  const unreachable = sendTo({ region, credentials, endpoint: 'http://127.0.0.1:1' });
  await expect(queuesOf(unreachable).look('q')).rejects.toThrow(
    /^127\.0\.0\.1:1 cannot be reached: /,
  );
});
