import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { servers } from '../../local/addresses.ts';
import type { Cloud } from '../../local/cloud.ts';
import { startTableEngine } from '../../local/table/dynoxide.ts';
import { eventually } from '../eventually.ts';
import { ask, clientOf, createExample, put, tokenOf } from './example-cloud.ts';

/** What `npm start` listens on without `--port`. */
const DEFAULT_BASE_PORT = 4400;

let example: Awaited<ReturnType<typeof createExample>>;
beforeAll(async () => {
  example = await createExample();
});
afterAll(() => example.close());

/** A copy of the assembly whose template is edited. */
async function editedAssembly(name: string, edit: (resources: Resources) => void): Promise<string> {
  const copy = join(example.directory, name);
  await cp(example.assemblyDirectory, copy, { recursive: true });
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

test('a restart keeps objects, items, signing keys and names', async () => {
  const before = await example.start('restarted');
  const keysOf = async ({ addresses }: Cloud) => (await fetch(`${addresses.issuer}/jwks`)).json();
  const keys = await keysOf(before);
  await put(before, 'media/kept.txt');
  const item = { TableName: before.addresses.table, Item: { pk: { S: 'kept' } } };
  await clientOf(before).dynamodb.send(new PutItemCommand(item));
  const { clientId, mediaBucket, staticBucket, table } = before.addresses;
  const names = { clientId, mediaBucket, staticBucket, table };
  await example.stop(before);

  const after = await example.start('restarted');
  expect(after.addresses).toMatchObject(names);
  const object = { Bucket: names.mediaBucket, Key: 'media/kept.txt' };
  const kept = await clientOf(after).s3.send(new GetObjectCommand(object));
  expect(await kept.Body?.transformToString()).toBe('x');
  const read = new GetItemCommand({ TableName: names.table, Key: { pk: { S: 'kept' } } });
  expect((await clientOf(after).dynamodb.send(read)).Item).toBeDefined();
  expect(await keysOf(after)).toEqual(keys);
  await example.stop(after);
});

test('after kill -9 the next start has everything again, and no engine is left behind', async () => {
  const stateDirectory = join(example.directory, 'killed');
  const cloudModule = new URL('../../local/cloud.ts', import.meta.url).href;
  const script = `
    import { startCloud } from ${JSON.stringify(cloudModule)};
    const cloud = await startCloud(${JSON.stringify({ stateDirectory, assemblyDirectory: example.assemblyDirectory })});
    console.log(cloud.addresses.dynamodb);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await once(child.stdout, 'data');
  const engine = String(output).trim();
  child.kill('SIGKILL');
  await once(child, 'exit');

  const cloud = await example.start('killed');
  await put(cloud, 'media/again.txt');
  await cloud.idle();
  await eventually(() => expect(fetch(engine)).rejects.toThrow());
  await example.stop(cloud);
});

test('an engine named by AIRLOCK_DYNAMODB_ENDPOINT is used instead of our own', async () => {
  const engine = await startTableEngine({
    port: 0,
    file: join(example.directory, 'external.sqlite'),
  });
  vi.stubEnv('AIRLOCK_DYNAMODB_ENDPOINT', `${engine.url}/`);
  const cloud = await example.start('external').finally(() => vi.unstubAllEnvs());
  expect(cloud.addresses.dynamodb).toBe(engine.url);
  expect((await ask(cloud, await tokenOf(cloud, 'alice'))).body.environment).toMatchObject({
    AWS_ENDPOINT_URL_DYNAMODB: engine.url,
    AWS_ACCESS_KEY_ID: cloud.credentials.accessKeyId,
  });
  await example.stop(cloud);
  await engine.stop();
});

test('a cloud on free ports starts while every default port is in use', async () => {
  const occupants = await Promise.all(
    servers.map(async (_name, offset) => {
      const server = createServer();
      const { promise, resolve } = Promise.withResolvers<void>();
      // A port that is in use already, such as by a running `npm start`, is as much in the way.
      server.once('error', () => resolve());
      server.listen(DEFAULT_BASE_PORT + offset, '127.0.0.1', resolve);
      await promise;
      return server;
    }),
  );
  try {
    await example.stop(await example.start('default-ports-in-use'));
  } finally {
    for (const server of occupants) server.close();
  }
});

describe('a start that cannot succeed says why', () => {
  test('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await expect(example.start('port', { basePort: port })).rejects.toThrow(
      `Port ${port} is in use; stop what uses it, or start on other ports with --port N.`,
    );
    server.close();
    await example.stop(await example.start('port'));
  });

  test('a resource that it cannot run', async () => {
    const assembly = await editedAssembly('unknown', (resources) => {
      resources.Search = { Type: 'AWS::OpenSearchService::Domain', Properties: {} };
    });
    await expect(example.start('unknown-state', { assemblyDirectory: assembly })).rejects.toThrow(
      /Search \(AWS::OpenSearchService::Domain\)/,
    );
  });

  test('table keys that differ from those of the last run', async () => {
    await example.stop(await example.start('keys'));
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
    await expect(example.start('keys', { assemblyDirectory: assembly })).rejects.toThrow(
      /pk HASH .* id HASH; start with --fresh/,
    );
    await example.stop(await example.start('keys', { assemblyDirectory: assembly, fresh: true }));
  });
});
