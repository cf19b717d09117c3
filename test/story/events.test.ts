// Events as an application receives them, with everything real: uploads, the stream, the bus, signed webhooks.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Airlock, type AirlockEvent, createAirlock } from '../../client/airlock.ts';
import type { ListResponse } from '../../client/contract.ts';
import { webhookAttempts } from '../../lambdas/config/webhook-schedule.ts';
import { projectRoot } from '../../lib/project.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { accessToken } from '../access-token.ts';
import { assemblyFor } from '../assembly-for.ts';
import { type Delivery, startReceiver } from '../deliver-webhook/receiver.ts';
import { eventually } from '../eventually.ts';
import { makeStateDirectory } from '../run-directory.ts';
import { settleResource } from './settle-resource.ts';

const configModule = join(import.meta.dirname, '..', '..', 'lambdas', 'config', 'config.ts');

let cloud: Cloud;
let airlock: Airlock;
let shop: Awaited<ReturnType<typeof startReceiver>>;
let silent: Awaited<ReturnType<typeof startReceiver>>;
let secrets: readonly string[];
let state: string;
/** A file that lives for seconds: it begins before the first test, and ends while the others run. */
let shortLived: { readonly id: string; readonly expiresAt: string };

beforeAll(async () => {
  [shop, silent] = await Promise.all([startReceiver(), startReceiver()]);
  // Refuses one delivery, and answers no other.
  silent.answerWith((_delivery, response) => {
    response.writeHead(503).end();
    silent.answerWith(() => {});
  });
  const directory = await makeStateDirectory(inject('runDirectory'), 'story-events');
  state = directory;
  const configFile = join(directory, 'events.config.ts');
  const notes = { types: ['text/plain'], maxBytes: 10_000 };
  const config = {
    collections: { notes, posters: { ...notes, visibility: 'public' } },
    quota: { bytes: 5_000, files: 100 },
    operations: { tracing: true },
    events: {
      bus: 'own',
      webhooks: [
        { name: 'shop', url: shop.url, secrets: ['b', 'a'] },
        // The name that the configuration with every option has, so that both are one role in the report on rights.
        { name: 'audit', url: silent.url, types: ['FileReady'] },
      ],
    },
  };
  await writeFile(
    configFile,
    `import { defineConfig } from ${JSON.stringify(configModule)};
     export default defineConfig(${JSON.stringify(config)});`,
  );
  const assemblyDirectory = await assemblyFor('story-events', { directory, configFile });
  cloud = await startCloud({ stateDirectory: directory, assemblyDirectory });
  const token = await accessToken(cloud.addresses);
  airlock = createAirlock({ api: cloud.addresses.api, getToken: () => token });
  secrets = await Promise.all(['b', 'a'].map(readSecret));
  const expiresAt = new Date(Date.now() + 10_000);
  const { id } = await airlock.upload(note('short-lived'), { collection: 'notes', expiresAt });
  shortLived = { id, expiresAt: expiresAt.toISOString() };
}, 120_000);
afterAll(async () => {
  await cloud?.stop();
  shop?.close();
  silent?.close();
});

/** Runs the command that moves dead letters back. */
const redrive = (queue: string) =>
  promisify(execFile)(process.execPath, [
    join(projectRoot, 'bin/redrive.ts'),
    ...[queue, '--local', '--state', state],
  ]);

/** Reads a secret as an operator does, from SSM. */
async function readSecret(generation: string): Promise<string> {
  const { control } = cloud.addresses;
  const Name = `/Airlock-Media/webhook-secrets/shop/${generation}`;
  const { accessKeyId } = cloud.credentials;
  const response = await fetch(control, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonSSM.GetParameter',
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/ssm/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify({ Name, WithDecryption: true }),
  });
  return ((await response.json()) as { Parameter: { Value: string } }).Parameter.Value;
}

/** An event of a type. */
type EventOf<Type> = Extract<AirlockEvent, { readonly type: Type }>;

interface Received<Event = AirlockEvent> {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Event;
}

/** What a delivery says, once another implementation of the specification has verified it. */
const verified = ({ body, headers }: Delivery, secret = secrets[0] ?? ''): Received =>
  new Webhook(secret).verify(body, { ...headers }) as Received;

/** Waits for the event of a type about a file. */
const eventOf = <Type extends AirlockEvent['type']>(
  type: Type,
  isWanted: (data: EventOf<Type>) => boolean,
) =>
  eventually(() => {
    const all = shop.deliveries.map((delivery) => verified(delivery));
    const found = all.find(
      (each): each is Received<EventOf<Type>> =>
        each.type === type && isWanted(each.data as EventOf<Type>),
    );
    return found ?? expect.fail(`no ${type} among ${all.map((each) => each.type).join(', ')}`);
  });
const about = (id: string) => (data: { readonly file: { readonly id: string } }) =>
  data.file.id === id;

const note = (text: string) => new File([text], 'note.txt', { type: 'text/plain' });

it('a ready file arrives as FileReady with its metadata, signed with every secret of the webhook', async () => {
  const metadata = { orderId: 'A-1047' };
  const { id, readyAt } = await airlock.upload(note('a note'), { collection: 'notes', metadata });
  const { data, timestamp } = await eventOf('FileReady', about(id));
  expect(timestamp).toBe(readyAt);
  expect(data).toMatchObject({
    version: 1,
    type: 'FileReady',
    file: { id, status: 'ready', collection: 'notes', filename: 'note.txt', metadata, size: 6 },
  });
  const delivery = shop.deliveries.find(({ body }) => body.includes(id)) ?? expect.fail();
  expect(delivery.headers['webhook-id']).toBe(data.id);
  for (const secret of secrets)
    expect(verified(delivery, secret).data).toMatchObject({ file: { id } });
  expect(() => verified({ ...delivery, body: delivery.body.replace('a', 'b') })).toThrow();
});

it('a refused file arrives as FileRejected with the reason', async () => {
  const exe = new File([new Uint8Array([0x4d, 0x5a, 0, 1, 2, 3])], 'a.txt', { type: 'text/plain' });
  await expect(airlock.upload(exe, { collection: 'notes' })).rejects.toThrow();
  const { data } = await eventOf('FileRejected', ({ file }) => file.filename === 'a.txt');
  expect(data.verdict).toMatchObject({ reason: expect.any(String), declaredType: 'text/plain' });
  expect((await airlock.get(data.file.id)).verdict?.reason).toBe(data.verdict.reason);
});

it('a public file arrives as FilePublished with an address that serves it, and at its end as FileDeleted', async () => {
  const { id } = await airlock.upload(note('for everybody'), { collection: 'posters' });
  const published = await eventOf('FilePublished', about(id));
  const served = await fetch(published.data.file.url ?? '');
  expect(await served.text()).toBe('for everybody');
  const ready = await eventOf('FileReady', about(id));
  await airlock.remove(id);
  const deleted = await eventOf('FileDeleted', about(id));
  const sequences = [ready, published, deleted].map(({ data }) => data.sequence);
  expect(sequences).toEqual([...sequences].sort());
});

it('a replaced file arrives as FileReplaced with its own id, the number of its version and its new content', async () => {
  const old = await airlock.upload(note('first'), { collection: 'notes' });
  const next = await airlock.upload(note('second'), { collection: 'notes', replaces: old.id });
  expect(next.id).toBe(old.id);
  const { data } = await eventOf('FileReplaced', about(old.id));
  expect(data.file).toMatchObject({ id: old.id, version: 2, status: 'ready', size: 6 });
});

it('a refusal for lack of quota arrives as QuotaExceeded, once a minute however often it is repeated', async () => {
  const large = note('x'.repeat(6_000));
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await expect(airlock.upload(large, { collection: 'notes' })).rejects.toMatchObject({
      code: 'quota_exceeded',
    });
  }
  const { data } = await eventOf('QuotaExceeded', ({ owner }) => owner === 'alice');
  expect(data).toMatchObject({
    collection: 'notes',
    resource: 'bytes',
    limit: 5_000,
    needed: 6_000,
  });
  const { id } = await airlock.upload(note('after it'), { collection: 'notes' });
  await eventOf('FileReady', about(id));
  expect(shop.deliveries.filter(({ body }) => body.includes('"QuotaExceeded"'))).toHaveLength(1);
});

it('what a receiver does not accept comes again with the same id and a signature of its own moment', async () => {
  let refusals = 0;
  shop.answerWith((_delivery, response) => {
    refusals += 1;
    response.writeHead(refusals === 1 ? 500 : 200).end('x'.repeat(200_000));
  });
  const { id } = await airlock.upload(note('again'), { collection: 'notes' });
  const attempts = () => shop.deliveries.filter(({ body }) => body.includes(id));
  await eventually(() => expect(attempts()).toHaveLength(1));
  const attemptsAfterRetry = () => {
    cloud.queues.retryNow();
    return attempts().length;
  };
  // Not oftener, because each retry counts towards the most that the queue allows.
  await expect.poll(attemptsAfterRetry, { interval: 500 }).toBeGreaterThan(1);
  shop.answerWith();
  const [first, second] = attempts();
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(second?.body).toBe(first?.body);
  for (const attempt of attempts()) expect(verified(attempt).data).toMatchObject({ file: { id } });
});

it('an event that is refused at every attempt waits in the dead-letter queue of its webhook, and a redrive delivers it', async () => {
  silent.answerWith();
  shop.answerWith((_delivery, response) => void response.writeHead(500).end());
  const { id } = await airlock.upload(note('refused all day'), { collection: 'notes' });
  const attempts = () => shop.deliveries.filter(({ body }) => body.includes(id));
  await eventually(() => expect(attempts()).toHaveLength(1));
  const deadLetters =
    cloud.queues.depths().find(({ arn }) => /shop.*DeadLetters/i.test(arn))?.arn ??
    expect.fail('no dead-letter queue');
  const waitingAfterRetry = () => {
    cloud.queues.retryNow();
    return cloud.queues.peek(deadLetters).filter((body) => body.includes(id)).length;
  };
  await expect.poll(waitingAfterRetry, { interval: 500 }).toBe(1);
  await eventually(() => expect(attempts()).toHaveLength(webhookAttempts));

  shop.answerWith();
  const { stdout } = await redrive('webhook-shop');
  expect(stdout).toBe('webhook-shop: 1 message moved back to be handled again.\n');
  await eventually(() => expect(attempts()).toHaveLength(webhookAttempts + 1));
  const [first, last] = [attempts().at(0), attempts().at(-1)];
  expect(last?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  await eventually(() => expect(cloud.queues.peek(deadLetters)).toEqual([]));
});

it('a file whose time is over is deleted by the schedule and arrives as FileExpired', async () => {
  const { id, expiresAt } = shortLived;
  await eventually(async () => {
    await cloud.invoke('ReapUploads', {});
    await expect(airlock.get(id)).rejects.toMatchObject({ code: 'not_found' });
  });
  const ready = await eventOf('FileReady', about(id));
  expect(ready.data.file.expiresAt).toBe(expiresAt);
  const { data } = await eventOf('FileExpired', about(id));
  expect(data).toMatchObject({ expired: 'retention', file: { status: 'deleted', size: 11 } });
});

it('a receiver that never answers has delayed no other', () => {
  expect(silent.deliveries.length).toBeGreaterThan(0);
  expect(shop.deliveries.length).toBeGreaterThan(6);
});

it('where only owners list, a caller lists own and shared files, and no collection', async () => {
  const { id } = await airlock.upload(note('listed'), { collection: 'notes' });
  await airlock.share(id, 'user:bob');
  const token = await accessToken(cloud.addresses, 'bob');
  const bobs = createAirlock({ api: cloud.addresses.api, getToken: () => token });
  const idsIn = ({ files }: ListResponse) => files.map((file) => file.id);
  expect(idsIn(await airlock.list())).toContain(id);
  expect(idsIn(await airlock.list({ status: 'pending' }))).not.toContain(id);
  expect(idsIn(await bobs.list({ shared: 'me' }))).toEqual([id]);
  const everyones = airlock.list({ scope: 'all', collection: 'notes' });
  await expect(everyones).rejects.toMatchObject({ code: 'forbidden' });
});

it('a secret of a webhook is deleted with its generation', async () => {
  const Name = '/Airlock-Media/webhook-secrets/shop/a';
  const answer = await settleResource(cloud, 'CreateWebhookSecret', {
    RequestType: 'Delete',
    PhysicalResourceId: Name,
    ResourceProperties: { ParameterName: Name },
  });
  expect(answer).toMatchObject({ Status: 'SUCCESS' });
  await expect(readSecret('a')).rejects.toThrow();
});
