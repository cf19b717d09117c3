// What people do with files of their own: look, download, edit, publish, delete.
import { randomUUID } from 'node:crypto';
import { expect, read, readFile } from '../client.ts';
import { lookUntil } from '../deadline.ts';
import { type Act, maxActSeconds } from './act.ts';
import { awaitPublished, forget } from './upload.ts';

/** Deletes; drawn by chance, and whenever an owner keeps too much. */
export const deleteFile: Act = {
  name: 'delete',
  weight: 8,
  async run(client, file) {
    forget(client, file);
    await client.airlock.remove(file.id);
  },
};

/** All that is done with one's own files. */
export const keeping: readonly Act[] = [
  {
    name: 'get',
    weight: 14,
    async run({ airlock }, { id }) {
      const { status } = await airlock.get(id);
      expect(status === 'ready', `${id} is ${status}`);
    },
  },
  {
    name: 'list',
    weight: 5,
    async run({ airlock }) {
      const { files } = await airlock.list({ limit: 50 });
      expect(files.length > 0, 'no file is listed');
    },
  },
  {
    name: 'list a collection',
    weight: 3,
    async run({ airlock }) {
      const { files } = await airlock.list({ collection: 'documents', status: 'ready' });
      const others = files.filter(({ collection }) => collection !== 'documents');
      expect(others.length === 0, 'files of other collections are listed');
    },
  },
  {
    name: 'usage',
    weight: 5,
    async run({ airlock }) {
      const { files } = await airlock.usage();
      expect(files > 0, 'no file is counted');
    },
  },
  {
    name: 'download',
    weight: 12,
    async run({ airlock }, file) {
      await readFile((await airlock.download(file.id)).url, file);
    },
  },
  {
    name: 'edit',
    weight: 7,
    async run({ airlock }, file) {
      const title = randomUUID();
      const edited = await airlock.edit(file.id, { title, revision: file.revision });
      expect(edited.title === title, `${file.id} has another title`);
      file.revision = edited.revision;
    },
  },
  {
    name: 'publish, until everybody can read',
    weight: 2,
    when: ({ isPublic }) => !isPublic,
    async run(client, file) {
      file.isPublic = true;
      file.revision = (await client.airlock.edit(file.id, { visibility: 'public' })).revision;
      await awaitPublished(client, file);
    },
  },
  {
    name: 'withdraw, until no caller can read',
    weight: 2,
    when: ({ isPublic }) => isPublic,
    async run({ airlock }, file) {
      const { url } = await airlock.get(file.id);
      expect(url !== undefined, `${file.id} is public and has no address`);
      file.revision = (await airlock.edit(file.id, { visibility: 'private' })).revision;
      const look = async () => ((await read(url)).status === 200 ? undefined : true);
      await lookUntil(look, maxActSeconds / 2, `${file.id} to be withdrawn`);
      file.isPublic = false;
    },
  },
  deleteFile,
];
