// Runs `npm run redrive` on a local cloud: shows dead letters and redrives them.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type Airlock, createAirlock } from '../../client/airlock.ts';
import { projectRoot } from '../../lib/project.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { accessToken } from '../access-token.ts';
import { WAIT_MS } from '../time-limits.ts';

let state: string;
let cloud: Cloud;
let airlock: Airlock;
let s3: S3Client;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'airlock-redrive-'));
  cloud = await startCloud({ stateDirectory: state, assemblyDirectory: inject('assembly') });
  const { addresses, credentials } = cloud;
  const client = { region: 'us-east-1', credentials };
  s3 = new S3Client({ ...client, endpoint: addresses.s3, forcePathStyle: true });
  dynamodb = new DynamoDBClient({ ...client, endpoint: addresses.dynamodb });
  const token = await accessToken(addresses);
  airlock = createAirlock({ api: addresses.api, getToken: () => token });
});
afterAll(async () => {
  s3?.destroy();
  dynamodb?.destroy();
  await cloud?.stop();
  await rm(state, { recursive: true, force: true });
});

const redrive = (...args: readonly string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(projectRoot, 'bin/redrive.ts'), ...args, '--local', '--state', state],
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

const queueOf = (part: string): string =>
  cloud.queues.depths().find(({ arn }) => arn.includes(part))?.arn ?? expect.fail(part);
const upload = (text: string) =>
  airlock.upload(new File([text], 'note.txt', { type: 'text/plain' }), { collection: 'documents' });

const recordKey = (id: string) => ({
  TableName: cloud.addresses.table,
  Key: { pk: { S: `FILE#${id}` }, sk: { S: 'FILE' } },
});

/** The version of a file that S3 holds. */
async function versionOf(id: string): Promise<{ key: string; versionId: string } | undefined> {
  const Bucket = cloud.addresses.mediaBucket;
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  const found = Versions.find(({ Key }) => Key?.includes(id));
  return found && { key: found.Key ?? '', versionId: found.VersionId ?? '' };
}

/** A file with stored bytes and a notification in the dead-letter queue. */
async function unjudged(): Promise<string> {
  const { id } = await upload('a note');
  const { Item: record = {} } = await dynamodb.send(new GetItemCommand(recordKey(id)));
  const { verdict: _, readyAt: __, versionId: ___, ...rest } = record;
  await dynamodb.send(
    new PutItemCommand({
      TableName: cloud.addresses.table,
      Item: { ...rest, status: { S: 'pending' }, expiresAt: { S: '2999-01-01T00:00:00.000Z' } },
    }),
  );
  expect(await airlock.get(id)).toMatchObject({ status: 'pending' });
  const object = await versionOf(id);
  const s3Event = { bucket: { name: cloud.addresses.mediaBucket }, object };
  const notification = { eventSource: 'aws:s3', eventName: 'ObjectCreated:Post', s3: s3Event };
  cloud.queues.send(queueOf('UploadsDeadLetters'), JSON.stringify({ Records: [notification] }));
  return id;
}

/** A file that is gone but for its bytes, and the message that Lambda leaves of its change, made this long ago. */
async function unpurged(secondsAgo: number): Promise<string> {
  const { id } = await upload('gone but for its bytes');
  await dynamodb.send(new DeleteItemCommand(recordKey(id)));
  const database = new DatabaseSync(join(state, 's3', 'metadata.sqlite'), { timeout: WAIT_MS });
  const older =
    "UPDATE versions SET last_modified = last_modified - 7200000 WHERE key LIKE '%' || ? || '%'";
  database.prepare(older).run(id);
  database.close();
  const changedAt = new Date(Date.now() - secondsAgo * 1000).toISOString();
  const letter = {
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 11 },
    DDBStreamBatchInfo: { batchSize: 1, approximateArrivalOfLastRecord: changedAt },
  };
  cloud.queues.send(queueOf('DeletionsDeadLetters'), JSON.stringify(letter));
  return id;
}

/** Deletes the messages of a dead-letter queue, those that were received, too: an earlier attempt may have left some. */
function empty(queue: string): void {
  cloud.queues.retryNow();
  for (const { receiptHandle } of cloud.queues.receive(queue, 100))
    cloud.queues.delete(receiptHandle);
}

describe('npm run redrive', () => {
  beforeEach(() => {
    for (const part of ['UploadsDeadLetters', 'DeletionsDeadLetters']) empty(queueOf(part));
  });

  it('redrive shows that no message waits', async () => {
    expect(await redrive()).toEqual({
      code: 0,
      stdout:
        'uploads: nothing waits.\ndeletions: nothing waits.\nchanges: nothing waits.\npublications: nothing waits.\nvariants: nothing waits.\nvariant-results: nothing waits.\n',
      stderr: '',
    });
    expect((await redrive('all')).code).toBe(0);
  });

  it('redrive shows dead letters with their reasons, then moves them back so that uploads are validated', async () => {
    const id = await unjudged();
    const shown = await redrive();
    expect(shown.stdout).toMatch(
      /^uploads: 1 waiting, since 20\d\d-.*\n {2}could not be handled: media\/documents\//,
    );
    expect(shown.stdout).toContain(id);
    expect(cloud.queues.depth(queueOf('UploadsDeadLetters')).visible).toBe(1);

    const { code, stdout } = await redrive('uploads');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'uploads: 1 message moved back to be handled again.\n',
    });
    await expect.poll(() => airlock.get(id)).toMatchObject({ status: 'ready' });
    expect(cloud.queues.peek(queueOf('UploadsDeadLetters'))).toEqual([]);
  });

  it('redrive repairs failed deletions, except those of the last hour', async () => {
    const old = await unpurged(2 * 3600);
    await unpurged(60);
    expect((await redrive()).stdout).toMatch(
      /^deletions: 2 waiting.*\n( {2}RetryAttemptsExhausted after 11 tries: 1 of the table's changes, 20\d\d-.*\n){2}/m,
    );
    const { code, stdout } = await redrive('deletions');
    expect(stdout).toMatch(/^deletions: Reconcile found and repaired: .*stray_version [12]/);
    expect(stdout).toContain('deletions: 1 message handled by a repair and removed.\n');
    expect(stdout).toContain('deletions: 1 message left, of the last hour');
    expect(code).toBe(1);
    expect(await versionOf(old)).toBeUndefined();
    const [left = '', ...others] = cloud.queues.peek(queueOf('DeletionsDeadLetters'));
    expect(others).toEqual([]);
    expect(
      Date.parse(JSON.parse(left).DDBStreamBatchInfo.approximateArrivalOfLastRecord),
    ).toBeGreaterThan(Date.now() - 3_600_000);
    expect(cloud.queues.depth(queueOf('DeletionsDeadLetters')).visible).toBe(1);
  });

  it('redrive reports the messages that another redrive has received', async () => {
    await unpurged(60);
    cloud.queues.receive(queueOf('DeletionsDeadLetters'), 10, 3600);
    expect((await redrive()).stdout).toContain(
      'deletions: nothing waits; 1 received by another redrive',
    );
  });

  it('redrive names the queues, and exits with 2, when it is asked for an unknown one', async () => {
    const { code, stderr } = await redrive('mail');
    expect(code).toBe(2);
    expect(stderr).toBe(
      'There is no queue “mail” here; there are uploads, deletions, changes, publications, variants, variant-results, and all.\n',
    );
  });
});

it('redrive says that no local cloud keeps state in the directory, and exits with 2', async () => {
  const kept = state;
  state = await mkdtemp(join(tmpdir(), 'airlock-redrive-'));
  const { code, stderr } = await redrive();
  await rm(state, { recursive: true });
  const message = `No local cloud keeps its state in ${state}; start one with npm start`;
  state = kept;
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
