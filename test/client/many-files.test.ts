// Many files at once: issued in batches, judged by one loop, and each with its own outcome.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAirlock } from '../../client/airlock.ts';
import { type ContractServer, startContractServer } from './contract-server.ts';

let server: ContractServer;
beforeEach(async () => {
  server = await startContractServer();
});
afterEach(() => server[Symbol.asyncDispose]());

const client = () => createAirlock({ api: server.url, getToken: () => 'token' });
const text = (index: number) => new File([`text ${index}`], `${index}.txt`, { type: 'text/plain' });
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

it('issues files that are started together in few requests, and asks for their verdicts in one loop', async () => {
  const airlock = client();
  const files = await Promise.all(
    upTo(60).map((index) => airlock.upload(text(index), { collection: 'notes' })),
  );
  expect(files.map(({ status }) => status)).toEqual(Array(60).fill('ready'));
  expect(new Set(files.map(({ id }) => id)).size).toBe(60);
  // While one request is under way, others gather for the next.
  expect(server.count('POST /files')).toBeLessThan(30);
  expect(server.count('GET /files')).toBeGreaterThan(0);
  expect(server.count('GET file')).toBeLessThanOrEqual(10);
});

it('rejects the refused claim of a batch alone', async () => {
  const airlock = client();
  const outcomes = await Promise.allSettled(
    upTo(10).map((index) =>
      airlock.upload(text(index), { collection: index === 7 ? 'closed' : 'notes' }),
    ),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(
    upTo(10).map((index) => (index === 7 ? 'rejected' : 'fulfilled')),
  );
  expect(outcomes[7]).toMatchObject({ reason: { code: 'forbidden' } });
});

it('makes no second file when the answer to a batch is lost', async () => {
  server.fault = (what, count) =>
    what === 'POST /files' && count < 2 ? 'drop after serving' : undefined;
  const airlock = client();
  const files = await Promise.all(
    upTo(20).map((index) => airlock.upload(text(index), { collection: 'notes' })),
  );
  expect(new Set(files.map(({ id }) => id)).size).toBe(20);
  expect(server.stored.size).toBe(20);
});

it('renews the lapsed forms of a batch by the same batch, and sends to the same files', async () => {
  // Forms that S3 refuses as lapsed once, as after a long pause.
  const refused = new Set<number>();
  server.fault = (what, count) => {
    if (what !== 'POST form' || refused.size === 5) return undefined;
    refused.add(count);
    return {
      status: 403,
      body: '<Error><Code>AccessDenied</Code><Message>Policy expired.</Message></Error>',
    };
  };
  const airlock = client();
  const files = await Promise.all(
    upTo(10).map((index) => airlock.upload(text(index), { collection: 'notes' })),
  );
  expect(files.map(({ status }) => status)).toEqual(Array(10).fill('ready'));
  expect(server.stored.size).toBe(10);
});

it('deletes the file of an upload that is aborted while its batch is under way', async () => {
  const held = Promise.withResolvers<void>();
  server.hold = async (what) => {
    if (what === 'POST /files') await held.promise;
  };
  const airlock = client();
  const tasks = upTo(8).map((index) => airlock.upload(text(index), { collection: 'notes' }));
  const outcomes = Promise.allSettled(tasks);
  await expect.poll(() => server.count('POST /files')).toBeGreaterThan(0);
  const batch = () => server.seen.find(({ body }) => body.includes('"claims"'));
  await expect.poll(batch).toBeDefined();
  const { claims } = JSON.parse(String(batch()?.body)) as { claims: { filename: string }[] };
  const aborted = tasks[Number.parseInt(claims[0]?.filename ?? '', 10)];
  aborted?.abort();
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
  held.resolve();
  const settled = await outcomes;
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(7);
  await expect
    .poll(() => [...server.stored.values()].map(({ file }) => file.status).sort())
    .toEqual(['deleted', ...Array(7).fill('ready')]);
});

it('rejects an upload whose file is deleted while others wait for their verdicts', async () => {
  server.hold = async (what) => {
    if (what.startsWith('GET')) await stored.promise;
  };
  const stored = Promise.withResolvers<void>();
  const airlock = client();
  const tasks = upTo(3).map((index) => airlock.upload(text(index), { collection: 'notes' }));
  const outcomes = Promise.allSettled(tasks);
  await expect.poll(() => server.count('POST form')).toBe(3);
  const [first] = server.stored.values();
  if (!first) expect.fail('Nothing was issued.');
  first.file = { ...first.file, status: 'deleted' };
  stored.resolve();
  expect((await outcomes).map(({ status }) => status).sort()).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
  ]);
});
