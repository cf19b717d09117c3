// PATCH /files/{id}: edits of several callers at the same moment.
import { expect, it, vi } from 'vitest';
import type { EditFile } from '../lambdas/domain/ports.ts';
import { editRecord } from '../lambdas/edit-file/edit-file.ts';
import { ready } from './domain/records.ts';

const owner = { sub: ready.owner, groups: [] };

/** The use case over a file that others change so often, each time between the read and the write of an edit. */
function editing(changes: number) {
  let revision = ready.revision;
  const editFile = vi.fn<EditFile>(async (_id, edit) => {
    if (revision < ready.revision + changes) revision += 1;
    return edit.revision === revision && { ...ready, revision: revision + 1 };
  });
  const edit = editRecord({
    config: { collections: {} } as never,
    findAccess: async () => ({ file: { ...ready, revision }, isGranted: false }),
    editFile,
    newToken: () => 'token',
  });
  return { edit, editFile };
}

it('an edit that names no revision is repeated where another caller was faster', async () => {
  const { edit, editFile } = editing(3);
  expect(await edit(ready.id, { title: 'mine' }, owner)).toMatchObject({ id: ready.id });
  expect(editFile).toHaveBeenCalledTimes(4);
});

it('an edit that names a revision is a conflict as soon as another caller was faster', async () => {
  const { edit, editFile } = editing(1);
  const request = { title: 'mine', revision: ready.revision };
  await expect(edit(ready.id, request, owner)).rejects.toMatchObject({ code: 'conflict' });
  expect(editFile).toHaveBeenCalledTimes(1);
});

it('an edit that names no revision is a conflict where others change the file again and again', async () => {
  const { edit, editFile } = editing(100);
  await expect(edit(ready.id, { title: 'mine' }, owner)).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(editFile).toHaveBeenCalledTimes(8);
});
