import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Cloud, type CloudOptions, startCloud } from '../../local/cloud.ts';
import { startTableEngine } from '../../local/table/dynoxide.ts';
import { synthesizeExample } from './example-app.ts';

let directory: string;
let assemblyDirectory: string;
const running = new Set<Cloud>();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-cloud-'));
  assemblyDirectory = await synthesizeExample(directory);
});

afterAll(async () => {
  await Promise.all([...running].map((cloud) => cloud.stop()));
  await rm(directory, { recursive: true, force: true });
});

async function start(name: string, options: Partial<CloudOptions> = {}): Promise<Cloud> {
  const cloud = await startCloud({
    stateDirectory: join(directory, name),
    assemblyDirectory,
    ...options,
  });
  running.add(cloud);
  return cloud;
}

async function stop(cloud: Cloud): Promise<void> {
  running.delete(cloud);
  await cloud.stop();
}

/** A copy of the assembly whose template is edited. */
async function editedAssembly(name: string, edit: (resources: Resources) => void): Promise<string> {
  const copy = join(directory, name);
  await cp(assemblyDirectory, copy, { recursive: true });
  const file = join(copy, 'Example.template.json');
  const template = JSON.parse(await readFile(file, 'utf8'));
  edit(template.Resources);
  await writeFile(file, JSON.stringify(template));
  return copy;
}

type Resources = Record<
  string,
  { Type: string; Properties: Record<string, { AttributeName: string }[]> }
>;

const clientOf = ({ addresses, credentials }: Cloud) => ({
  s3: new S3Client({
    region: 'us-east-1',
    credentials,
    endpoint: addresses.s3,
    forcePathStyle: true,
  }),
  dynamodb: new DynamoDBClient({ region: 'us-east-1', credentials, endpoint: addresses.dynamodb }),
});

const put = (cloud: Cloud, Key: string) =>
  clientOf(cloud).s3.send(
    new PutObjectCommand({ Bucket: cloud.addresses.mediaBucket, Key, Body: 'x' }),
  );

async function tokenOf({ addresses }: Cloud, username: string) {
  const response = await fetch(`${addresses.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      username,
      password: 'x',
      client_id: addresses.clientId,
    }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

const ask = async (cloud: Cloud, token: string) => {
  const response = await fetch(`${cloud.addresses.api}/me`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: response.status, body: await response.json() };
};

/** What a function printed, as JSON. */
const printedBy = (cloud: Cloud, name: string) =>
  cloud
    .functionLogs()
    .filter((line) => line.startsWith(`${name} {`))
    .map((line) => JSON.parse(line.slice(name.length)));

describe('a running cloud', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await start('running');
  });

  test('writes its addresses to local.json', async () => {
    const written = await readFile(join(directory, 'running', 'local.json'), 'utf8');
    expect(JSON.parse(written)).toEqual(cloud.addresses);
    expect(cloud.addresses.mediaBucket).toMatch(/^example-media/);
  });

  test('takes an object from S3 through the queue to the function, and nothing outside the prefix', async () => {
    await put(cloud, 'other/ignored.txt');
    await put(cloud, 'media/red flower+1.txt');
    await cloud.idle();
    await vi.waitFor(() => {
      const keys = printedBy(cloud, 'Receive').map(({ key }) => key);
      expect(keys.toSorted()).toEqual(['media/red+flower%2B1.txt', 'test event']);
    });
  });

  test('dead-letters what never succeeds', async () => {
    const arnOf = (name: string) => expect.stringContaining(name);
    await put(cloud, 'media/poison.txt');
    await vi.waitFor(() => {
      cloud.queues.retryNow();
      expect(cloud.queues.depths()).toContainEqual({
        arn: arnOf('DeadLetters'),
        visible: 1,
        invisible: 0,
      });
    });
    await cloud.idle();
  });

  test('gives a function its template environment with local addresses, and verified claims', async () => {
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

  test('takes removals from the table to the function, and tells what expired from what was deleted', async () => {
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
    await vi.waitFor(() =>
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
    await vi.waitFor(() =>
      expect(printedBy(cloud, 'Purge')).toContainEqual({ source: 'aws.scheduler' }),
    );
    expect(() => cloud.fireSchedule('Sow')).toThrow(
      /No schedule begins with Sow; the templates have Reap/,
    );
  });

  test('removes expired items', async () => {
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
    await expect(start('running')).rejects.toThrow(/Another local cloud is running on/);
  });
});

test('a restart keeps objects, items, signing keys and names', async () => {
  const before = await start('restarted');
  const keysOf = async ({ addresses }: Cloud) => (await fetch(`${addresses.issuer}/jwks`)).json();
  const keys = await keysOf(before);
  await put(before, 'media/kept.txt');
  const item = { TableName: before.addresses.table, Item: { pk: { S: 'kept' } } };
  await clientOf(before).dynamodb.send(new PutItemCommand(item));
  const { clientId, mediaBucket, staticBucket, table } = before.addresses;
  const names = { clientId, mediaBucket, staticBucket, table };
  await stop(before);

  const after = await start('restarted');
  expect(after.addresses).toMatchObject(names);
  const object = { Bucket: names.mediaBucket, Key: 'media/kept.txt' };
  const kept = await clientOf(after).s3.send(new GetObjectCommand(object));
  expect(await kept.Body?.transformToString()).toBe('x');
  const read = new GetItemCommand({ TableName: names.table, Key: { pk: { S: 'kept' } } });
  expect((await clientOf(after).dynamodb.send(read)).Item).toBeDefined();
  expect(await keysOf(after)).toEqual(keys);
  await stop(after);
});

test('after kill -9 the next start has everything again, and no engine is left behind', async () => {
  const stateDirectory = join(directory, 'killed');
  const cloudModule = new URL('../../local/cloud.ts', import.meta.url).href;
  const script = `
    import { startCloud } from ${JSON.stringify(cloudModule)};
    const cloud = await startCloud(${JSON.stringify({ stateDirectory, assemblyDirectory })});
    console.log(cloud.addresses.dynamodb);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await once(child.stdout, 'data');
  const engine = String(output).trim();
  child.kill('SIGKILL');
  await once(child, 'exit');

  const cloud = await start('killed');
  await put(cloud, 'media/again.txt');
  await cloud.idle();
  await vi.waitFor(() => expect(fetch(engine)).rejects.toThrow());
  await stop(cloud);
});

test('an engine that somebody else runs is used instead of our own', async () => {
  const engine = await startTableEngine({ port: 0, file: join(directory, 'external.sqlite') });
  vi.stubEnv('AIRLOCK_DYNAMODB_ENDPOINT', `${engine.url}/`);
  const cloud = await start('external').finally(() => vi.unstubAllEnvs());
  expect(cloud.addresses.dynamodb).toBe(engine.url);
  expect((await ask(cloud, await tokenOf(cloud, 'alice'))).body.environment).toMatchObject({
    AWS_ENDPOINT_URL_DYNAMODB: engine.url,
    AWS_ACCESS_KEY_ID: cloud.credentials.accessKeyId,
  });
  await stop(cloud);
  await engine.stop();
});

describe('a start that cannot succeed says why', () => {
  test('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await expect(start('port', { basePort: port })).rejects.toThrow(
      `Port ${port} is in use; stop what uses it, or start on other ports with --port N.`,
    );
    server.close();
    await stop(await start('port'));
  });

  test('a resource that it cannot run', async () => {
    const assembly = await editedAssembly('unknown', (resources) => {
      resources.Search = { Type: 'AWS::OpenSearchService::Domain', Properties: {} };
    });
    await expect(start('unknown-state', { assemblyDirectory: assembly })).rejects.toThrow(
      /Search \(AWS::OpenSearchService::Domain\)/,
    );
  });

  test('table keys that differ from those of the last run', async () => {
    await stop(await start('keys'));
    const assembly = await editedAssembly('other-keys', (resources) => {
      for (const { Type, Properties } of Object.values(resources)) {
        if (Type !== 'AWS::DynamoDB::GlobalTable') continue;
        for (const name of ['AttributeDefinitions', 'KeySchema']) {
          for (const entry of Properties[name] ?? []) {
            if (entry.AttributeName === 'pk') entry.AttributeName = 'id';
          }
        }
      }
    });
    await expect(start('keys', { assemblyDirectory: assembly })).rejects.toThrow(
      /pk HASH .* id HASH; begin anew with --fresh/,
    );
    await stop(await start('keys', { assemblyDirectory: assembly, fresh: true }));
  });
});
