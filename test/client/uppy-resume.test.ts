import { expect, it } from 'vitest';
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
  send,
  server,
  startServerForEachTest,
} from './uppy-page.ts';

startServerForEachTest();

const laterPart = /^PUT part (?:[4-9]|10)$/;

/** Uploads the film until three parts are stored; then the connection breaks and the sign-in has expired. */
async function interrupted(): Promise<Page> {
  const page = openPage();
  server.hold = async (what) => {
    if (laterPart.test(what)) await eventually(() => expect(entries()[0]?.parts.size).toBe(3));
  };
  server.fault = (what) => {
    if (laterPart.test(what)) return 'drop before serving';
    return what === 'GET file' ? { status: 401, body: '{"message":"Unauthorized"}' } : undefined;
  };
  const { failed } = await send(page);
  expect(failed).toHaveLength(1);
  server.fault = () => undefined;
  server.hold = async () => {};
  return page;
}

/** How often each of the parts was sent that were stored before the interruption. */
const sendingsOfFirstParts = () => [1, 2, 3].map((number) => server.count(`PUT part ${number}`));

it('a retry after an interruption sends only the parts that are missing', async () => {
  const page = await interrupted();
  expect((await page.retryAll())?.successful).toHaveLength(1);
  expect(arrived()).toEqual(contents);
  expect(sendingsOfFirstParts()).toEqual([1, 1, 1]);
  expect(entries()).toHaveLength(1);
});

it('a failed upload that is taken away is deleted on the server', async () => {
  const page = await interrupted();
  page.removeFile(only(page).id);
  await eventually(() => expect(entries().map(({ file }) => file.status)).toEqual(['deleted']));
});

/** A page after a reload, as Golden Retriever fills it from `before`. */
function restored(before: Page, data: File | undefined): Page {
  const page = openPage();
  const file = only(before);
  const { error: _, ...state } = structuredClone({ ...file, data: undefined });
  page.setState({
    files: {
      [file.id]: { ...state, isRemote: false, isRestored: true, isGhost: data === undefined, data },
    },
    currentUploads: { restored: { fileIDs: [file.id], step: 0, result: {} } },
  });
  return page;
}

it('a restored file continues where it stopped', async () => {
  const before = await interrupted();
  const result = await restored(before, film).restore('restored');
  expect(result?.successful).toHaveLength(1);
  expect(arrived()).toEqual(contents);
  expect(sendingsOfFirstParts()).toEqual([1, 1, 1]);
  expect(entries()).toHaveLength(1);
});

it('a file whose bytes were not kept continues once it is chosen again', async () => {
  const page = restored(await interrupted(), undefined);
  page.addFile(film);
  expect(only(page)).toMatchObject({ isGhost: false, airlock: { fileId: entries()[0]?.file.id } });
  expect((await page.restore('restored'))?.successful).toHaveLength(1);
  expect(sendingsOfFirstParts()).toEqual([1, 1, 1]);
  expect(entries()).toHaveLength(1);
});

it('asks for a file whose bytes were not kept', async () => {
  const page = restored(await interrupted(), undefined);
  expect((await page.restore('restored'))?.failed?.[0]?.error).toContain('Choose the file again');
});

it('a file that had arrived before the reload is only waited for', async () => {
  const gate = holdRequests(/^GET file/);
  const before = openPage();
  const result = send(before, note);
  await gate.reached();
  const page = restored(before, undefined);
  expect(only(page).progress.uploadComplete).toBe(true);
  gate.open();
  expect((await page.restore('restored'))?.successful?.[0]?.response?.body?.status).toBe('ready');
  expect(server.count('POST /files')).toBe(1);
  await result;
});
