// Acts on one's own files: get, download, edit, publish, delete.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { lookUntil } from '../../user.ts';
import { read, readFile } from '../client.ts';
import { act, always, isNotPublic, isPublic, maxActSeconds } from './act.ts';
import { awaitPublished, forget } from './upload.ts';

/** Deletes; drawn by chance, and whenever an owner keeps too much. */
export const deleteFile = act('delete', 8, always, async (client, file) => {
  forget(client, file);
  await client.airlock.remove(file.id);
});

/** All acts on one's own files. */
export const keeping = [
  act('get', 14, always, async ({ airlock }, { id }) => {
    const { status } = await airlock.get(id);
    assert(status === 'ready', `${id} is ${status}`);
  }),
  act('list', 5, always, async ({ airlock }) => {
    const { files } = await airlock.list({ limit: 50 });
    assert(files.length > 0, 'no file is listed');
  }),
  act('list a collection', 3, always, async ({ airlock }) => {
    const { files } = await airlock.list({ collection: 'documents', status: 'ready' });
    const others = files.filter(({ collection }) => collection !== 'documents');
    assert(others.length === 0, 'files of other collections are listed');
  }),
  act('usage', 5, always, async ({ airlock }) => {
    const { files } = await airlock.usage();
    assert(files > 0, 'no file is counted');
  }),
  act('download', 12, always, async ({ airlock }, file) => {
    await readFile((await airlock.download(file.id)).url, file);
  }),
  act('edit', 7, always, async ({ airlock }, file) => {
    const title = randomUUID();
    const edited = await airlock.edit(file.id, { title, revision: file.revision });
    assert(edited.title === title, `${file.id} has another title`);
    file.revision = edited.revision;
  }),
  act('publish, until everybody can read', 2, isNotPublic, async (client, file) => {
    file.isPublic = true;
    file.revision = (await client.airlock.edit(file.id, { visibility: 'public' })).revision;
    await awaitPublished(client, file);
  }),
  act('withdraw, until no caller can read', 2, isPublic, async ({ airlock }, file) => {
    const { url } = await airlock.get(file.id);
    assert(url !== undefined, `${file.id} is public and has no address`);
    file.revision = (await airlock.edit(file.id, { visibility: 'private' })).revision;
    const look = async () => ((await read(url)).status === 200 ? undefined : true);
    await lookUntil(look, maxActSeconds / 2, `${file.id} to be withdrawn`);
    file.isPublic = false;
  }),
  deleteFile,
];
