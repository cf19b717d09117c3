import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LambdaFunction } from '../../local/lambda/function.ts';
import type { FunctionSettings } from '../../local/lambda/settings.ts';
import { eventually } from '../eventually.ts';

let directory: string;
let lines: { line: string; isError: boolean }[];
const functions: LambdaFunction[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-function-'));
  lines = [];
});

afterEach(async () => {
  await Promise.all(functions.splice(0).map((each) => each.close()));
  await rm(directory, { recursive: true, force: true });
});

async function createFunction(source: string, settings: Partial<FunctionSettings> = {}) {
  const entry = join(directory, 'index.mjs');
  await writeFile(entry, source);
  const created = new LambdaFunction(
    {
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:probe',
      name: 'probe',
      roleArn: 'arn:aws:iam::000000000000:role/probe',
      logStreamArn: 'arn:aws:logs:us-east-1:000000000000:log-group:probe:log-stream:local',
      label: 'Probe',
      entry,
      handler: 'handler',
      context: { functionName: 'probe', memoryLimitInMB: '128' },
      environment: { TABLE_NAME: 'files' },
      credentials: { accessKeyId: 'AKIAPROBE', secretAccessKey: 'probe' },
      timeoutSeconds: 60,
      memoryMegabytes: 128,
      maxConcurrency: 3,
      isTraced: false,
      ...settings,
    },
    (line, isError) => lines.push({ line, isError }),
  );
  functions.push(created);
  return created;
}

const succeeded = (result: unknown) => ({ kind: 'succeeded', payload: JSON.stringify(result) });

test('a function gets its event and context, and its result is JSON', async () => {
  const probe = await createFunction(`
    export const handler = async (event, context) => ({
      event,
      name: context.functionName,
      inTime: context.getRemainingTimeInMillis() > 10_000,
      requestId: context.awsRequestId.length,
      left: undefined,
    });`);
  expect(await probe.invoke({ a: 1 })).toEqual(
    succeeded({ event: { a: 1 }, name: 'probe', inTime: true, requestId: 36 }),
  );
});

test('a function sees exactly its own environment', async () => {
  const probe = await createFunction('export const handler = async () => process.env;');
  expect(await probe.invoke({})).toEqual(succeeded({ TABLE_NAME: 'files' }));
});

test('a function that takes too long is stopped, and the next event finds a new one', async () => {
  const probe = await createFunction(
    `let calls = 0;
     export const handler = async ({ hang }) => { calls += 1; if (hang) for (;;); return calls; };`,
    { timeoutSeconds: 2 },
  );
  expect(await probe.invoke({})).toEqual(succeeded(1));
  expect(await probe.invoke({ hang: true })).toMatchObject({
    kind: 'failed',
    error: { errorMessage: 'Task timed out after 2.00 seconds' },
  });
  expect(await probe.invoke({})).toEqual(succeeded(1));
});

test.each([
  ['throws', 'throw new TypeError("no");', { errorType: 'TypeError', errorMessage: 'no' }],
  [
    'throws beside its promise',
    'setTimeout(() => { throw new Error("late"); }); return new Promise(() => {});',
    { errorMessage: 'late' },
  ],
  [
    'leaves a rejection unhandled',
    'Promise.reject(new Error("lost")); return new Promise(() => {});',
    { errorMessage: 'lost' },
  ],
  [
    'exits',
    'process.exit(3);',
    { errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited with error: exit status 3' },
  ],
  ['returns what is no JSON', 'const a = {}; a.a = a; return a;', { errorType: 'TypeError' }],
])('a function that %s fails its invocation and serves the next', async (_name, body, error) => {
  const probe = await createFunction(
    `export const handler = async ({ ok }) => { if (ok) return 'fine'; ${body} };`,
  );
  expect(await probe.invoke({})).toMatchObject({ kind: 'failed', error });
  expect(await probe.invoke({ ok: true })).toEqual(succeeded('fine'));
  expect(lines.some(({ isError }) => isError)).toBe(true);
});

test('a bundle that cannot load fails every invocation with its error', async () => {
  const probe = await createFunction('throw new Error("Missing environment variable TABLE_NAME");');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    expect(await probe.invoke({})).toMatchObject({
      kind: 'failed',
      error: { errorMessage: 'Missing environment variable TABLE_NAME' },
    });
  }
});

test('a function that needs more memory than it has fails without taking anything else down', async () => {
  const probe = await createFunction(
    `export const handler = async () => { const hoard = []; for (;;) hoard.push(new Array(1e5).fill({}).map(() => ({}))); };`,
    { memoryMegabytes: 32 },
  );
  expect(await probe.invoke({})).toMatchObject({
    kind: 'failed',
    error: { errorType: 'Runtime.OutOfMemory' },
  });
});

test('one environment serves one event at a time, and more are started up to the bound', async () => {
  const probe = await createFunction(`
    let busy = false;
    const id = Math.random();
    export const handler = async () => {
      if (busy) throw new Error('two at once');
      busy = true;
      await new Promise((resolve) => setTimeout(resolve, 20));
      busy = false;
      return id;
    };`);
  const outcomes = await Promise.all(Array.from({ length: 12 }, () => probe.invoke({})));
  expect(outcomes.every(({ kind }) => kind === 'succeeded')).toBe(true);
  const environments = new Set(outcomes.map((outcome) => JSON.stringify(outcome)));
  expect(environments.size).toBe(3);
  expect(probe.inFlight).toBe(0);
});

test('output of a function is logged line by line, and errors are marked', async () => {
  const probe = await createFunction(`
    export const handler = async () => {
      console.log('{"level":"INFO","message":"judged"}');
      console.log('{"level":"ERROR","message":"broken"}');
      console.error('plain');
    };`);
  await probe.invoke({});
  await eventually(() =>
    expect(lines.toSorted((a, b) => a.line.localeCompare(b.line))).toEqual([
      { line: '{"level":"ERROR","message":"broken"}', isError: true },
      { line: '{"level":"INFO","message":"judged"}', isError: false },
      { line: 'plain', isError: true },
    ]),
  );
});
