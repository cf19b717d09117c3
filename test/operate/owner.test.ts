// What the commands about one owner do when functions refuse, links end or files keep changing.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { File } from '../../lambdas/http/contract.ts';
import { type CallFunction, callFunctionWith } from '../../operate/call-function.ts';
import { deleteOwner } from '../../operate/owner/delete-owner.ts';
import { exportOwner } from '../../operate/owner/export-owner.ts';
import { type OwnerFiles, ownerFilesBy } from '../../operate/owner/owner-files.ts';

const file = { id: 'f1', status: 'ready', filename: 'a.txt', version: 1, size: 3 } as File;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-export-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ownerWith = (link: OwnerFiles['link']): OwnerFiles => ({
  async *list() {
    yield file;
  },
  link,
});

describe('exporting an owner', () => {
  it('asks for another link when one has ended', async () => {
    const answers = [new Response('', { status: 403 }), new Response('abc')];
    const done = await exportOwner(
      ownerWith(async () => 'https://example.com/'),
      folder,
      async () => answers.shift() ?? expect.fail('one request too many'),
    );
    expect(done).toEqual({ files: 1, written: 1, kept: 0, failures: [] });
    expect(await readdir(join(folder, 'files'))).toEqual(['f1-a.txt']);
    const modes = ['files', 'files/f1-a.txt', 'files.jsonl'].map((name) =>
      stat(join(folder, name)),
    );
    expect((await Promise.all(modes)).map(({ mode }) => mode & 0o077)).toEqual([0, 0, 0]);
  });

  it('names the file whose bytes it could not write, leaves nothing half written and continues', async () => {
    const broken = () => {
      const body = new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode('half')),
        pull: (controller) => controller.error(new Error('socket hang up')),
      });
      return new Response(body);
    };
    const done = await exportOwner(
      ownerWith(async () => 'x:'),
      folder,
      async () => broken(),
    );
    expect(done.failures).toEqual(['f1 (a.txt) was not written: socket hang up.']);
    expect(await readdir(join(folder, 'files'))).toEqual([]);
  });

  it('says so of a file that is deleted during the export', async () => {
    const done = await exportOwner(
      ownerWith(async () => undefined),
      folder,
      fetch,
    );
    expect(done.failures).toEqual(['f1 (a.txt) was not written: it was deleted.']);
  });

  it('follows every page', async () => {
    const queries: unknown[] = [];
    const call: CallFunction = async ({ query }) => {
      queries.push(query);
      return {
        status: 200,
        body: { files: [file], nextCursor: queries.length < 3 ? 'c' : undefined },
      };
    };
    const names = { listFiles: 'l', issueDownload: 'd' };
    const found: File[] = [];
    for await (const each of ownerFilesBy(call, names, 'ann&b').list()) found.push(each);
    expect(found).toHaveLength(3);
    expect(queries).toEqual([
      'owner=ann%26b&order=oldest&limit=100',
      ...Array(2).fill('owner=ann%26b&order=oldest&limit=100&cursor=c'),
    ]);
  });
});

describe('deleting an owner', () => {
  const deleting = (call: CallFunction) =>
    deleteOwner(
      call,
      'd',
      'ann',
      async () => {},
      () => {},
    );

  it('fails when call after call deletes nothing, with the number of files that are deleted', async () => {
    let calls = 0;
    const call: CallFunction = async () => {
      calls += 1;
      return { status: 200, body: { deletedFiles: calls === 1 ? 50 : 0, isComplete: false } };
    };
    await expect(deleting(call)).rejects.toThrow(
      '50 files are deleted, and others of ann are still',
    );
    expect(calls).toBe(61);
  });

  it('reports the reason of a refusal', async () => {
    const call: CallFunction = async () => ({
      status: 429,
      body: { code: 'too_many_requests', detail: 'Too many changes at once.' },
    });
    await expect(deleting(call)).rejects.toThrow('Too many changes at once.');
  });
});

describe('calling a function', () => {
  const client = new LambdaClient({
    ...{
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 's' },
    },
  });
  const lambda = mockClient(client);
  const answer = (payload: object, more = {}) =>
    lambda.on(InvokeCommand).resolves({
      Payload: Object.assign(new Uint8Array(), {
        transformToString: () => JSON.stringify(payload),
      }) as never,
      ...more,
    });
  const request = { functionName: 'List', routeKey: 'GET /files', path: '/files' };

  it('sends the event of a request with the operator in the place of an authorizer', async () => {
    answer({ statusCode: 200, body: '{"files":[]}' });
    expect(await callFunctionWith(client)(request)).toEqual({ status: 200, body: { files: [] } });
    const [sent] = lambda.commandCalls(InvokeCommand);
    expect(JSON.parse(String(sent?.args[0].input.Payload))).toMatchObject({
      routeKey: 'GET /files',
      requestContext: {
        authorizer: { operator: { name: 'AKIAEXAMPLE' } },
        http: { method: 'GET' },
      },
    });
  });

  it('reports a function that failed, or gave no answer', async () => {
    answer({ errorMessage: 'Task timed out' }, { FunctionError: 'Unhandled' });
    await expect(callFunctionWith(client)(request)).rejects.toThrow(
      'List failed: Task timed out. Its log says more.',
    );
    answer({});
    await expect(callFunctionWith(client)(request)).rejects.toThrow('it gave no answer');
  });
});
