import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloud.ts';
import { eventually } from '../eventually.ts';
import { ask, clientOf, createExample, printedBy, put, tokenOf } from './example-cloud.ts';

let example: Awaited<ReturnType<typeof createExample>>;
beforeAll(async () => {
  example = await createExample();
});
afterAll(() => example.close());

describe('a running cloud', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await example.start('running');
  });

  test('writes its addresses to local.json', async () => {
    const written = await readFile(join(example.directory, 'running', 'local.json'), 'utf8');
    expect(JSON.parse(written)).toEqual(cloud.addresses);
    expect(cloud.addresses.mediaBucket).toMatch(/^example-media/);
  });

  test('the event of an object passes from S3 through the queue to the function, and none from outside the prefix', async () => {
    await put(cloud, 'other/ignored.txt');
    await put(cloud, 'media/red flower+1.txt');
    await cloud.idle();
    await eventually(() => {
      const keys = printedBy(cloud, 'Receive').map(({ key }) => key);
      expect(keys.toSorted()).toEqual(['media/red+flower%2B1.txt', 'test event']);
    });
  });

  test('dead-letters what never succeeds', async () => {
    const arnOf = (name: string) => expect.stringContaining(name);
    await put(cloud, 'media/poison.txt');
    await eventually(() => {
      cloud.queues.retryNow();
      expect(cloud.queues.depths()).toContainEqual({
        arn: arnOf('DeadLetters'),
        visible: 1,
        invisible: 0,
      });
    });
    await cloud.idle();
  });

  test('a function gets its environment from the template with local addresses, and verified claims', async () => {
    const { status, body } = await ask(cloud, await tokenOf(cloud, 'alice'));
    expect(status).toBe(200);
    expect(body.sub).toBe('alice');
    expect(body.environment).toMatchObject({
      TABLE_NAME: cloud.addresses.table,
      SITE: cloud.addresses.site,
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_S3: cloud.addresses.s3,
      AWS_ENDPOINT_URL_DYNAMODB: cloud.addresses.dynamodb,
    });
    expect(body.environment).not.toHaveProperty('PATH');
  });

  test('serves the deployed page with deploy-time values, revalidation, ranges and the error page', async () => {
    const page = (path: string, headers: Record<string, string> = {}) =>
      fetch(cloud.addresses.site + path, { headers });
    const index = await page('/');
    expect(index.headers.get('content-type')).toContain('text/html');
    expect(await index.text()).toBe('<h1>Hello</h1>');
    expect(await (await page('/config.json')).json()).toEqual({ api: cloud.addresses.api });
    expect((await page('/', { 'if-none-match': index.headers.get('etag') ?? '' })).status).toBe(
      304,
    );
    expect(await (await page('/', { range: 'bytes=0-3' })).text()).toBe('<h1>');
    const head = await fetch(`${cloud.addresses.site}/`, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe('14');
    const missing = await page('/nowhere');
    expect(missing.status).toBe(404);
    expect(await missing.text()).toBe('<h1>Not here</h1>');
    expect((await fetch(cloud.addresses.site, { method: 'POST' })).status).toBe(403);
  });

  test('redirects other names of this machine to its address', async () => {
    const { site } = cloud.addresses;
    const response = await fetch(`${site.replace('127.0.0.1', 'localhost')}/a?b=c`, {
      redirect: 'manual',
    });
    expect(response.headers.get('location')).toBe(`${site}/a?b=c`);
  });

  test('delivers removals from the table to the function, and distinguishes expired from deleted items', async () => {
    const { dynamodb } = clientOf(cloud);
    const TableName = cloud.addresses.table;
    for (const pk of ['expired', 'deleted', 'poison']) {
      const Item = { pk: { S: pk }, removeAt: { N: String(Math.floor(Date.now() / 1000) - 10) } };
      await dynamodb.send(new PutItemCommand({ TableName, Item }));
    }
    for (const pk of ['deleted', 'poison']) {
      await dynamodb.send(new DeleteItemCommand({ TableName, Key: { pk: { S: pk } } }));
    }
    await cloud.sweepExpired();
    await cloud.idle();
    await eventually(() =>
      expect(printedBy(cloud, 'Purge').filter(({ removed }) => removed)).toEqual(
        expect.arrayContaining([
          { removed: 'deleted', by: 'a person' },
          { removed: 'expired', by: 'Service' },
        ]),
      ),
    );
    const deadLetters = cloud.queues.depths().find(({ arn }) => arn.includes('DeadLetters'));
    const lost = cloud.queues.peek(deadLetters?.arn ?? '').map((body) => JSON.parse(body));
    expect(lost).toContainEqual(
      expect.objectContaining({ DDBStreamBatchInfo: expect.objectContaining({ batchSize: 1 }) }),
    );
  });

  test('runs a schedule when asked to', async () => {
    expect(await cloud.fireSchedule('Reap')).toMatchObject({ kind: 'succeeded' });
    await eventually(() =>
      expect(printedBy(cloud, 'Purge')).toContainEqual({ source: 'aws.scheduler' }),
    );
    expect(() => cloud.fireSchedule('Sow')).toThrow(
      /No schedule begins with Sow; the templates have Reap/,
    );
  });

  test('the local cloud removes expired items from its table', async () => {
    const { dynamodb } = clientOf(cloud);
    const TableName = cloud.addresses.table;
    const now = Math.floor(Date.now() / 1000);
    for (const [pk, removeAt] of [
      ['old', now - 10],
      ['new', now + 1000],
    ] as const) {
      await dynamodb.send(
        new PutItemCommand({
          TableName,
          Item: { pk: { S: pk }, removeAt: { N: String(removeAt) } },
        }),
      );
    }
    await cloud.sweepExpired();
    const read = async (pk: string) =>
      (await dynamodb.send(new GetItemCommand({ TableName, Key: { pk: { S: pk } } }))).Item;
    expect(await read('old')).toBeUndefined();
    expect(await read('new')).toBeDefined();
  });

  test('refuses a second cloud on its state directory', async () => {
    await expect(example.start('running')).rejects.toThrow(/Another local cloud is running on/);
  });
});
