// What an owner does, by the client library: edit, share, link, replace, delete, and how much room is left.
import { describe, expect, it } from 'vitest';
import { createAirlock } from '../../client/airlock.ts';
import { addresses, alice, bob, staff } from './api.ts';

const airlockOf = (token: string) => createAirlock({ api: addresses.api, getToken: () => token });
const [hers, his, theirs] = [alice, bob, staff].map(airlockOf) as [Airlock, Airlock, Airlock];
type Airlock = ReturnType<typeof createAirlock>;

const text = (contents: string, name = 'note.txt') =>
  Object.assign(new Blob([contents], { type: 'text/plain' }), { name });
const note = (contents: string) => hers.upload(text(contents), { collection: 'documents' });
const bytesAt = async (url: string) => (await fetch(url)).text();

describe('by the client', () => {
  it('edits texts, and reports a conflict to a second tab', async () => {
    const { id, revision } = await note('words');
    const edited = await hers.edit(id, { title: 'Title', caption: 'two\nlines', revision });
    expect(edited).toMatchObject({ title: 'Title', caption: 'two\nlines' });
    await expect(hers.edit(id, { title: 'Other', revision })).rejects.toMatchObject({
      code: 'conflict',
    });
    const cleared = await hers.edit(id, { caption: null, revision: edited.revision });
    expect(cleared.caption).toBeUndefined();
  });

  it('a file is shared with a person and a group, listed by them, and taken back', async () => {
    const { id } = await his.upload(text('for some'), { collection: 'everything' });
    await his.share(id, 'user:alice');
    await his.share(id, 'group:staff');
    const { grants } = await his.grants(id);
    expect(grants.map(({ principal }) => principal).sort()).toEqual(['group:staff', 'user:alice']);
    const ids = async (airlock: Airlock, shared: string) =>
      (await airlock.list({ shared })).files.map((file) => file.id);
    expect(await ids(hers, 'me')).toContain(id);
    expect(await ids(theirs, 'group:staff')).toContain(id);
    expect(await bytesAt((await hers.download(id)).url)).toBe('for some');
    await his.unshare(id, 'user:alice');
    await expect(hers.get(id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('a link lets a stranger through as often as it says, and is revoked', async () => {
    const { id } = await note('psst');
    const once = await hers.createLink(id, { expiresInSeconds: 3600, maxUses: 1 });
    expect(await bytesAt(once.url)).toBe('psst');
    expect((await fetch(once.url)).status).toBe(404);
    const lasting = await hers.createLink(id, { expiresInSeconds: 3600 });
    expect((await hers.links(id)).links.map((link) => link.id)).toContain(lasting.id);
    await hers.revokeLink(id, lasting.id);
    expect((await fetch(lasting.url)).status).toBe(404);
  });

  it('a replaced file keeps its id and its link, and the client returns it', async () => {
    const old = await note('version 1');
    const { url } = await hers.createLink(old.id, { expiresInSeconds: 3600 });
    const options = { collection: 'documents', replaces: old.id };
    const file = await hers.upload(text('version 2'), options);
    expect(file).toMatchObject({ id: old.id, status: 'ready', version: 2 });
    expect(await hers.versions(old.id)).toMatchObject([{ version: 2 }]);
    expect(await bytesAt(url)).toBe('version 2');
  });

  it('several replacements at the same time each return the file that they replaced', async () => {
    const olds = await Promise.all(['a', 'b', 'c'].map(note));
    const files = await Promise.all(
      olds.map(({ id }) =>
        hers.upload(text(`new ${id}`), { collection: 'documents', replaces: id }),
      ),
    );
    expect(files.map(({ id }) => id)).toEqual(olds.map(({ id }) => id));
  });

  it('usage counts what is kept, and a file is deleted as often as one likes', async () => {
    const { id, size } = await his.upload(text('123456'), { collection: 'documents' });
    // Other tests upload as bob at the same time, so the numbers cannot be checked further.
    const { bytes, files, limits } = await his.usage();
    expect(bytes).toBeGreaterThanOrEqual(size);
    expect(files).toBeGreaterThanOrEqual(1);
    expect(limits.bytes).toBeGreaterThan(bytes);
    await his.remove(id);
    await his.remove(id);
    await expect(his.get(id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
