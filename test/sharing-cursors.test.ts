// Cursors of a file's grants and links: they open the list of that file and kind alone, for their own caller, who may share it at that time.
import { expect, it } from 'vitest';
import type { Principal } from '../lambdas/domain/access.ts';
import { listForCaller } from '../lambdas/list-files/list-files.ts';
import { listFileGrants } from '../lambdas/list-grants/list-grants.ts';
import { listFileLinks } from '../lambdas/list-links/list-links.ts';
import { ready } from './domain/records.ts';

const ann: Principal = { sub: 'ann', groups: [] };
const ben: Principal = { sub: 'ben', groups: [] };
const page = { limit: 1 };
const common = {
  config: { collections: {} } as never,
  findAccess: async (id: string) => ({
    file: { ...ready, id, owner: 'ann' },
    isGranted: false,
  }),
  cursorKey: 'a key',
};
const grants = listFileGrants({
  ...common,
  listGrants: async () => ({ items: [], next: 'user:carol' }),
});
const links = listFileLinks({
  ...common,
  listLinks: async () => ({ items: [], next: 'a link' }),
  now: () => new Date('2026-11-29T10:00:00.000Z'),
});

it('a cursor of the grants or links of one file opens neither those of another file nor the other list', async () => {
  const { nextCursor: ofGrants } = await grants('file-a', page, ann);
  const { nextCursor: ofLinks } = await links('file-a', page, ann);
  await expect(grants('file-a', { ...page, cursor: ofGrants }, ann)).resolves.toBeDefined();
  await expect(links('file-a', { ...page, cursor: ofLinks }, ann)).resolves.toBeDefined();
  const refusal = { code: 'invalid_request' };
  await expect(grants('file-b', { ...page, cursor: ofGrants }, ann)).rejects.toMatchObject(refusal);
  await expect(links('file-b', { ...page, cursor: ofLinks }, ann)).rejects.toMatchObject(refusal);
  await expect(grants('file-a', { ...page, cursor: ofLinks }, ann)).rejects.toMatchObject(refusal);
  await expect(links('file-a', { ...page, cursor: ofGrants }, ann)).rejects.toMatchObject(refusal);
});

it('a cursor of the grants or links of a file opens no list for another caller who may share the file', async () => {
  const service: Principal = { sub: 'backend', groups: [], isService: true };
  const { nextCursor: ofGrants } = await grants('file-a', page, ann);
  const { nextCursor: ofLinks } = await links('file-a', page, ann);
  await expect(grants('file-a', page, service)).resolves.toBeDefined();
  const refusal = { code: 'invalid_request' };
  await expect(grants('file-a', { ...page, cursor: ofGrants }, service)).rejects.toMatchObject(
    refusal,
  );
  await expect(links('file-a', { ...page, cursor: ofLinks }, service)).rejects.toMatchObject(
    refusal,
  );
});

it('a cursor of the grants or links of a file opens nothing for a caller who may not share the file', async () => {
  const { nextCursor: ofGrants } = await grants('file-a', page, ann);
  const { nextCursor: ofLinks } = await links('file-a', page, ann);
  const refusal = { code: 'not_found' };
  await expect(grants('file-a', { ...page, cursor: ofGrants }, ben)).rejects.toMatchObject(refusal);
  await expect(links('file-a', { ...page, cursor: ofLinks }, ben)).rejects.toMatchObject(refusal);
});

it('a cursor of what is shared with one caller opens no list of another caller or of a group', async () => {
  const shared = listForCaller({
    ...common,
    listFiles: async () => ({ files: [] }),
    listShared: async () => ({ files: [], next: '2026#1' }),
    listEntries: async () => [],
    findFiles: async () => new Map(),
  });
  const { nextCursor: cursor } = await shared({ ...page, shared: 'me' }, ann);
  await expect(shared({ ...page, shared: 'me', cursor }, ann)).resolves.toBeDefined();
  const refusal = { code: 'invalid_request' };
  await expect(shared({ ...page, shared: 'me', cursor }, ben)).rejects.toMatchObject(refusal);
  await expect(shared({ ...page, cursor }, ann)).rejects.toMatchObject(refusal);
});
