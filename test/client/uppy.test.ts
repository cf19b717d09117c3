import { expect, it } from 'vitest';
import { AirlockRefusal } from '../../client/airlock.ts';
import { eventually } from '../eventually.ts';
import {
  arrived,
  contents,
  entries,
  film,
  holdRequests,
  note,
  only,
  openPage,
  type Page,
  records,
  send,
  server,
  startServer,
  startServerForEachTest,
} from './uppy-page.ts';

startServerForEachTest();

it('uploads a file in parts, reports progress, and succeeds with the judged file', async () => {
  const page = openPage();
  const uploaded: number[] = [];
  const checking: unknown[] = [];
  const bodies: unknown[] = [];
  page.on('upload-progress', (_, progress) => uploaded.push(progress.bytesUploaded));
  page.on('postprocess-progress', (_, { message }) => checking.push(message));
  page.on('upload-success', (_, { status, body }) => bodies.push([status, body]));

  const { successful, failed } = await send(page);
  expect(failed).toEqual([]);
  expect(arrived()).toEqual(contents);
  expect(bodies).toEqual([[200, entries()[0]?.file]]);
  expect(successful?.[0]).toMatchObject({
    response: { body: { status: 'ready' } },
    progress: { complete: true, uploadComplete: true, bytesUploaded: 9_500, percentage: 100 },
  });
  expect(successful?.[0]?.airlock).toBeUndefined();
  expect(successful?.[0]?.progress).not.toHaveProperty('preprocess');
  expect(uploaded.at(-1)).toBe(9_500);
  expect(uploaded.length).toBeGreaterThan(2);
  expect(checking).toEqual(['Checking the file…']);
});

it('asks for the collection of each file and sends title, caption and metadata along', async () => {
  const page = openPage({ collection: ({ name }) => (name === 'note.txt' ? 'documents' : '') });
  const metadata = { orderId: 'A-1047' };
  const meta = { title: 'Greeting', metadata };
  page.addFile({ name: 'note.txt', type: 'text/plain', data: note, meta });
  await page.upload();
  expect(entries()[0]?.request).toMatchObject({
    collection: 'documents',
    title: 'Greeting',
    metadata,
  });
  expect(entries()[0]?.request).not.toHaveProperty('caption');
});

it('the plugin for Uppy says why an upload waits in place of its progress, and continues without a step back', async () => {
  const page = openPage();
  let failures = 0;
  server.fault = (what) => {
    if (what !== 'PUT part 3' || failures === 2) return undefined;
    failures += 1;
    return { status: 503 };
  };
  const waits: unknown[] = [];
  const uploaded: number[] = [];
  page.on('preprocess-progress', (file, { message }) => {
    if (!message?.startsWith('Reading')) waits.push([message, file?.progress.uploadStarted]);
  });
  page.on('upload-progress', (_, { bytesUploaded }) => uploaded.push(bytesUploaded ?? 0));
  const { successful } = await send(page);
  expect(successful).toHaveLength(1);
  expect(failures).toBe(2);
  expect(waits[0]).toEqual(['The server is busy. The upload continues by itself.', null]);
  expect(uploaded).toEqual(uploaded.toSorted((one, other) => one - other));
  expect(successful?.[0]?.progress).not.toHaveProperty('preprocess');
  expect(successful?.[0]?.progress.uploadStarted).toBeTypeOf('number');
});

it('the plugin for Uppy keeps a file until its upload has its end', async () => {
  const kept: unknown[][] = [];
  const keeper = {
    choose: async () => [],
    dropped: async () => [],
    keep: (...args: unknown[]) => void kept.push(args),
    list: async () => [],
    open: async () => undefined,
    forget: async () => {},
  };
  await send(openPage({ keeper }));
  const [[file, collection, upload] = []] = kept;
  expect([kept.length, file, collection]).toEqual([1, film, 'videos']);
  expect(await upload).toMatchObject({ status: 'ready' });
});

it('the plugin for Uppy keeps files that wait for their turn, and a removed one no more', async () => {
  const ended: string[] = [];
  const keeper = {
    choose: async () => [],
    dropped: async () => [],
    keep: ({ name }: { name: string }, _: string, upload: Promise<unknown>) =>
      void upload.then(() => ended.push(name)),
    list: async () => [],
    open: async () => undefined,
    forget: async () => {},
  };
  const page = openPage({ concurrency: 1, keeper });
  const gate = holdRequests(/^POST form/);
  page.addFile(note);
  const waiting = page.addFile(new File(['world'], 'other.txt', { type: 'text/plain' }));
  const result = page.upload();
  await gate.reached();
  page.removeFile(waiting);
  await eventually(() => expect(ended).toEqual(['other.txt']));
  gate.open();
  await result;
  await eventually(() => expect(ended).toEqual(['other.txt', 'note.txt']));
});

it('shows as uploading only as many files as are asked for', async () => {
  const page = openPage({ concurrency: 1 });
  const gate = holdRequests(/^POST form/);
  page.addFile(note);
  page.addFile(new File(['world'], 'other.txt', { type: 'text/plain' }));
  const result = page.upload();
  await gate.reached();
  expect(server.count('POST /files')).toBe(1);
  gate.open();
  expect((await result)?.successful).toHaveLength(2);
});

it('sends the next file while the verdict on the one before is awaited', async () => {
  const page = openPage({ concurrency: 1 });
  const verdict = holdRequests(/^GET file/);
  page.addFile(note);
  page.addFile(new File(['world'], 'other.txt', { type: 'text/plain' }));
  const result = page.upload();
  await eventually(() => expect(server.count(/^POST form/)).toBe(2));
  expect(page.getFiles().some(({ progress }) => progress.complete)).toBe(false);
  verdict.open();
  expect((await result)?.successful).toHaveLength(2);
});

it('reports a refusal in its own words, and a retry is a new upload', async () => {
  const page = openPage();
  const errors: Error[] = [];
  page.on('upload-error', (_, error) => errors.push(error as Error));
  const refusal = { code: 'forbidden', title: 'No', status: 403, detail: 'Not for you.' };
  server.fault = (_, count) =>
    count === 0 ? { status: 403, body: JSON.stringify(refusal) } : undefined;

  const { failed } = await send(page, note);
  expect(failed?.[0]?.error).toBe('Not for you.');
  expect(errors.map(({ message }) => message)).toEqual(['Not for you.']);
  expect(errors[0]?.cause).toBeInstanceOf(AirlockRefusal);

  server.fault = () => undefined;
  const again = await page.retryUpload(only(page).id);
  expect(again?.successful).toHaveLength(1);
  expect(only(page).error).toBeNull();
});

it('reports a verdict against the file, returns the rejected file, and leaves it on the server', async () => {
  await server[Symbol.asyncDispose]();
  await startServer({ verdict: 'rejected' });
  const page = openPage();
  const bodies: unknown[] = [];
  page.on('upload-error', (_, __, response) => bodies.push(response?.body));
  const { failed } = await send(page, note);
  expect(failed?.[0]).toMatchObject({
    error: 'note.txt was rejected.',
    progress: { uploadComplete: false },
  });
  expect(bodies).toEqual([entries()[0]?.file]);
  page.removeFile(only(page).id);
  await send(page, film);
  expect(entries()[0]?.file.status).toBe('rejected');
  expect(server.count('DELETE file')).toBe(0);
});

it('pauses and resumes without sending again what has arrived', async () => {
  const page = openPage();
  let pausedAt = 0;
  server.hold = async (what) => {
    if (what !== 'PUT part 5' || pausedAt > 0) return;
    pausedAt = server.count(/^PUT/);
    page.pauseAll();
  };
  const result = send(page);
  await eventually(() => expect(pausedAt).toBeGreaterThan(0));
  expect(only(page).isPaused).toBe(true);
  page.resumeAll();
  expect((await result).successful).toHaveLength(1);
  expect(arrived()).toEqual(contents);
  // At most those that were in flight went twice.
  expect(server.count(/^PUT/)).toBeLessThanOrEqual(10 + 8);
});

/** A page that uploads a note, held at the server, while the film waits for its turn. */
async function openWithFilmWaiting() {
  const page = openPage({ concurrency: 1 });
  const gate = holdRequests(/^POST form/);
  page.addFile(note);
  const filmId = page.addFile(film);
  const result = page.upload();
  await gate.reached();
  return { page, filmId, result, gate };
}

it('a file paused while it waits for its turn stays paused when the turn has come', async () => {
  const { page, filmId, result, gate } = await openWithFilmWaiting();
  page.pauseResume(filmId);
  gate.open();
  await eventually(() => expect(page.getFile(filmId).progress.percentage).toBe(0));
  expect(server.count('POST /files')).toBe(1);
  page.pauseResume(filmId);
  expect((await result)?.successful).toHaveLength(2);
});

it.each([
  ['cancelling all', (page: Page) => page.cancelAll()],
  ['removing the file', (page: Page) => page.removeFile(only(page).id)],
])('%s deletes the file on the server, and nothing is reported as failed', async (_, cancel) => {
  const page = openPage();
  const errors: unknown[] = [];
  page.on('upload-error', (...report) => errors.push(report));
  const gate = holdRequests(/^PUT part/);
  const result = send(page);
  await gate.reached();
  cancel(page);
  expect((await result).failed ?? []).toEqual([]);
  gate.open();
  expect(entries().map(({ file }) => file.status)).toEqual(['deleted']);
  expect([errors, page.getFiles(), records.size]).toEqual([[], [], 0]);
});

it('a file removed while it waits for its turn is never announced', async () => {
  const { page, filmId, result, gate } = await openWithFilmWaiting();
  page.removeFile(filmId);
  gate.open();
  expect((await result)?.successful).toHaveLength(1);
  expect(entries()).toHaveLength(1);
});

it('the Uppy plugin lets a Dashboard offer pausing until the plugin is removed', () => {
  const page = openPage();
  expect(page.getState().capabilities.resumableUploads).toBe(true);
  const plugin = page.getPlugin('AirlockUploader');
  if (plugin) page.removePlugin(plugin);
  expect(page.getState().capabilities.resumableUploads).toBe(false);
});
