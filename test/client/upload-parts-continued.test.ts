// Uploads in parts that were interrupted: what is sent again, and when the upload starts from zero.
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { UploadProgress } from '../../client/airlock.ts';
import { contents, type FilmUploads, once, startFilmUploads } from './film-uploads.ts';

let film: FilmUploads;
beforeEach(async () => {
  film = await startFilmUploads();
});
afterEach(() => film[Symbol.asyncDispose]());

/** An upload that ends after `parts` parts, because the connection breaks and the sign-in has lapsed by then. */
async function interruptedAfter(parts: number): Promise<void> {
  film.server.fault = (what) => {
    if (what.startsWith('PUT part') && film.server.count(/^PUT part/) >= parts) {
      return 'drop before reading';
    }
    return what === 'GET file' ? { status: 401, body: '{"message":"Unauthorized"}' } : undefined;
  };
  await expect(film.upload({ concurrency: 1 })).rejects.toMatchObject({ code: 'unauthorized' });
  film.server.fault = () => undefined;
}

it('sends the claimed hashes when it continues with other options', async () => {
  await interruptedAfter(4);
  await film.upload({ hash: false });
  expect(film.arrived()).toEqual(contents);
  expect(film.files()).toHaveLength(1);
});

it('asks for completion first when the last attempt ended there', async () => {
  film.server.fault = once('POST complete', 'drop after serving');
  film.server.hold = async (what) => {
    if (what === 'POST complete') film.server.fault = () => ({ status: 401 });
  };
  await expect(film.upload()).rejects.toMatchObject({ code: 'unauthorized' });
  film.server.hold = async () => {};
  film.server.fault = () => undefined;
  await film.upload();
  expect(film.server.count(/^PUT part/)).toBe(10);
  expect(film.files()).toHaveLength(1);
});

it('continues after a reload with the parts that S3 does not hold', async () => {
  await interruptedAfter(4);
  const before = film.server.count(/^PUT part/);
  const reports: UploadProgress[] = [];
  await film.upload({ onProgress: (each) => reports.push(each) });
  expect(film.arrived()).toEqual(contents);
  expect(film.files()).toHaveLength(1);
  expect(film.server.count(/^PUT part/) - before).toBe(6);
  expect(reports.at(-1)).toMatchObject({ resumedBytes: 4_000, sentBytes: 9_500 });
  expect(reports.at(-1)).not.toHaveProperty('restarted');
});

it('starts from zero, and says so, when the file is another one under the same name', async () => {
  await interruptedAfter(4);
  const other = randomBytes(contents.length);
  const reports: UploadProgress[] = [];
  await film.upload({ onProgress: (each) => reports.push(each) }, other);
  expect(film.arrived()).toEqual(other);
  expect(film.files().map(({ file }) => file.status)).toEqual(['deleted', 'ready']);
  expect(reports.at(-1)).toMatchObject({ restarted: true, resumedBytes: 0 });
});

it('starts afresh when the upload to continue is gone', async () => {
  await interruptedAfter(4);
  const [entry] = film.files();
  if (entry) entry.file = { ...entry.file, status: 'deleted' };
  const reports: UploadProgress[] = [];
  await film.upload({ onProgress: (each) => reports.push(each) });
  expect(film.arrived()).toEqual(contents);
  expect(reports.at(-1)).toMatchObject({ restarted: true });
});

it('starts afresh when S3 dropped the upload while it was being sent', async () => {
  film.server.fault = once('PUT part 5', {
    status: 404,
    body: '<Error><Code>NoSuchUpload</Code><Message>gone</Message></Error>',
  });
  await film.upload();
  expect(film.arrived()).toEqual(contents);
  expect(film.files().map(({ file }) => file.status)).toEqual(['deleted', 'ready']);
});

it('a file that was deleted while it was sent is not created again', async () => {
  film.server.hold = async (what) => {
    const [entry] = film.files();
    if (what === 'PUT part 5' && entry) entry.file = { ...entry.file, status: 'deleted' };
  };
  await expect(film.upload()).rejects.toMatchObject({
    name: 'UploadFailedError',
    message: 'The upload failed. The file was deleted during the upload.',
  });
  expect(film.files()).toHaveLength(1);
});

it('starts afresh when a pause outlasted the upload and it was reaped', async () => {
  film.server.hold = async (what) => {
    if (what !== 'PUT part 5' || film.files().length > 1) return;
    const [entry] = film.files();
    if (entry) entry.file = { ...entry.file, status: 'deleted' };
    const now = film.server.now;
    film.server.now = () => now() + 3_600_000;
  };
  await film.upload({ concurrency: 1 });
  expect(film.arrived()).toEqual(contents);
  expect(film.files()).toHaveLength(2);
});
