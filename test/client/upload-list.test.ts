import { expect, it, vi } from 'vitest';
import { UploadFailedError } from '../../client/errors.ts';
import { createUploadList, type SettledItem } from '../../client/upload-list.ts';
import { describeUploads, summarizeUploads } from '../../client/upload-summary.ts';
import { eventually } from '../eventually.ts';
import { scriptedClient } from './scripted-client.ts';

const picture = (name: string) => new File(['1234'], name, { type: 'image/png' });

function openList(concurrency = 3) {
  const client = scriptedClient();
  const settled: SettledItem[] = [];
  const list = createUploadList({
    concurrency,
    start: (source, control) => client.upload(source, { collection: 'photos', ...control }),
    onSettled: (item) => settled.push(item),
  });
  const started = (count: number) =>
    eventually(() => {
      expect(client.started).toHaveLength(count);
      return client.started;
    });
  const statuses = () => list.getItems().map(({ status }) => status);
  const sentence = () => describeUploads(summarizeUploads(list.getItems()));
  return { list, settled, started, statuses, sentence };
}

it('a list shows each upload from the queue to its end, and answers with the ends', async () => {
  const { list, settled, started, statuses, sentence } = openList();
  const changes = vi.fn();
  list.subscribe(changes);
  expect(sentence()).toBe('');
  const ends = list.upload([picture('a.png'), picture('b.png')]);
  expect(statuses()).toEqual(['queued', 'queued']);
  const [first, second] = await started(2);
  first?.report({ sentBytes: 3 });
  expect(list.getItems()[0]).toMatchObject({ status: 'uploading', progress: { sentBytes: 3 } });
  expect(sentence()).toBe('Uploading 2 files: 30 %.');
  first?.report({ phase: 'checking', sentBytes: 4 });
  second?.report({ phase: 'checking', sentBytes: 4 });
  expect(sentence()).toBe('Validating 2 files.');
  first?.succeed();
  second?.fail(new UploadFailedError('The network is away.', { cause: undefined }));
  expect((await ends).map(({ status }) => status)).toEqual(['ready', 'failed']);
  expect(settled.map(({ source }) => source.name)).toEqual(['a.png', 'b.png']);
  expect(sentence()).toBe('1 file uploaded. b.png was not uploaded. The network is away.');
  expect(changes.mock.calls.length).toBeGreaterThanOrEqual(6);
});

it('the same array is returned until an item changes, so that user interfaces can compare it', async () => {
  const { list, started } = openList();
  void list.upload([picture('a.png')]);
  const before = list.getItems();
  expect(list.getItems()).toBe(before);
  const [upload] = await started(1);
  upload?.report({ sentBytes: 1 });
  expect(list.getItems()).not.toBe(before);
});

it('a file starts when one before it waits for its verdict', async () => {
  const { list, started, statuses } = openList(1);
  void list.upload([picture('a.png'), picture('b.png'), picture('c.png')]);
  const [first] = await started(1);
  expect(statuses()).toEqual(['queued', 'queued', 'queued']);
  first?.report({ phase: 'checking' });
  const [, second] = await started(2);
  first?.succeed();
  second?.report({});
  await eventually(() => expect(statuses()).toEqual(['ready', 'uploading', 'queued']));
});

it('two uploads of one file are two items', async () => {
  const { list, started } = openList();
  const file = picture('a.png');
  const ends = list.upload([file, file]);
  for (const upload of await started(2)) upload.succeed();
  const ids = (await ends).map(({ id }) => id);
  expect(new Set(ids).size).toBe(2);
});

it('an item that is removed is aborted, and no end of it is reported', async () => {
  const { list, settled, started } = openList(1);
  const ends = list.upload([picture('a.png'), picture('b.png')]);
  const [first] = await started(1);
  const [one, two] = list.getItems();
  list.remove(two?.id ?? '');
  list.remove(one?.id ?? '');
  expect(first?.options.signal?.aborted).toBe(true);
  expect(await ends).toEqual([]);
  expect([list.getItems(), settled]).toEqual([[], []]);
});

it('a failed item is uploaded again under its id', async () => {
  const { list, started, statuses } = openList();
  void list.upload([picture('a.png')]);
  const [first] = await started(1);
  first?.fail(new Error('anything'));
  await eventually(() => expect(statuses()).toEqual(['failed']));
  const [failed] = list.getItems();
  expect(failed).toMatchObject({ status: 'failed', error: { name: 'UploadFailedError' } });
  list.retry(failed?.id ?? '');
  const [, second] = await started(2);
  second?.succeed();
  await eventually(() => expect(statuses()).toEqual(['ready']));
  expect(list.getItems()[0]?.id).toBe(failed?.id);
});

it('a pause that comes before the turn of a file holds when its turn comes', async () => {
  const { list, started } = openList(1);
  void list.upload([picture('a.png'), picture('b.png')]);
  const [first] = await started(1);
  const [one, two] = list.getItems();
  list.pause(one?.id ?? '');
  list.resume(one?.id ?? '');
  expect([first?.pause, first?.resume].map((call) => vi.mocked(call)?.mock.calls.length)).toEqual([
    1, 1,
  ]);
  list.pause(two?.id ?? '');
  first?.succeed();
  const [, second] = await started(2);
  expect(second?.pause).toHaveBeenCalledOnce();
});

it('what a listener throws at the end of an upload does not make a failure of it', async () => {
  const client = scriptedClient();
  const thrown: unknown[] = [];
  const onUncaught = (error: unknown) => thrown.push(error);
  const before = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException').on('uncaughtException', onUncaught);
  try {
    const list = createUploadList({
      concurrency: 1,
      start: (source, control) => client.upload(source, { collection: 'photos', ...control }),
      onSettled() {
        throw new Error('from the page');
      },
    });
    const ends = list.upload([picture('a.png')]);
    await eventually(() => expect(client.started).toHaveLength(1));
    client.started[0]?.succeed();
    expect(await ends).toMatchObject([{ status: 'ready' }]);
    await eventually(() => expect(thrown).toHaveLength(1));
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const listener of before) process.on('uncaughtException', listener);
  }
});

it.each([
  ['offline', 'You are offline. The upload continues when you are online again.'],
  ['throttled', 'The server is busy. The upload continues by itself.'],
  ['no_answer', 'The server does not answer. The upload continues by itself.'],
] as const)('an upload that waits (%s) has its sentence', async (waitingFor, expected) => {
  const { list, started, sentence } = openList();
  void list.upload([picture('a.png')]);
  const [upload] = await started(1);
  upload?.report({ phase: 'waiting', waitingFor });
  expect(sentence()).toBe(expected);
  upload?.report({ phase: 'paused' });
  expect(sentence()).toBe('The upload is paused.');
});
