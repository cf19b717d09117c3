// The audit log of the deployed bundles: who read, shared or deleted what, and what was done for an owner by another caller.
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { serviceToken } from '../access-token.ts';
import { addresses, alice, bob, call, issue, staff, uploaded } from './api.ts';
import { actInWords, auditLines } from './audit-log.ts';

const service = await serviceToken(addresses);
const note = { collection: 'everything', filename: 'note.txt', contentType: 'text/plain' };

/** Waits until these acts, and no others, are recorded with this text; returns their lines. */
async function recorded(text: string, acts: readonly string[]) {
  await expect.poll(async () => (await auditLines(text)).map(actInWords)).toEqual(acts);
  return auditLines(text);
}

it('records reads, shares and the deletion of a file, each with its owner and collection and without a secret', async () => {
  const { id } = await uploaded(note, 'hello');
  const grant = `/files/${id}/grants/${encodeURIComponent('user:bob')}`;
  await call('PUT', grant, { token: alice });
  await call('GET', `/files/${id}/download`, { token: bob });
  await call('POST', '/downloads', { token: alice, body: { ids: [id] } });
  await call('DELETE', grant, { token: alice });
  const link = { token: alice, body: { expiresInSeconds: 60 } };
  const { body } = await call('POST', `/files/${id}/links`, link);
  await fetch(body.url, { redirect: 'manual' });
  await call('DELETE', `/files/${id}/links/${body.id}`, { token: alice });
  await call('PATCH', `/files/${id}`, { token: alice, body: { title: 'Mine' } });
  await call('DELETE', `/files/${id}`, { token: alice });
  const lines = await recorded(id, [
    'file_shared by alice as owner',
    'download_issued by bob as grantee',
    'download_issued by alice as owner',
    'file_unshared by alice as owner',
    'link_issued by alice as owner',
    'link_followed by - as anonymous',
    'link_revoked by alice as owner',
    'file_deleted by alice as owner',
  ]);
  for (const line of lines) {
    expect(line).toMatchObject({ version: 1, owner: 'alice', collection: 'everything' });
    expect(line).not.toHaveProperty('filename');
  }
  expect(JSON.stringify(lines)).not.toContain(body.url.split('/').at(-1));
});

it('records what a service does for an owner, and what administrators do with files of others', async () => {
  const owner = `person-${randomUUID()}`;
  const { file } = await issue({ ...note, collection: 'documents', size: 5, owner }, service);
  await call('GET', `/files?owner=${owner}`, { token: service });
  await call('GET', `/files?owner=${owner}`, { token: staff });
  const edit = await call('PATCH', `/files/${file.id}`, {
    token: staff,
    body: { title: 'Theirs' },
  });
  const permission = { owner, collection: 'documents' };
  await call('POST', '/upload-permissions', { token: service, body: permission });
  await call('POST', `/owners/${owner}/deletions`, { token: service });
  expect(edit.status).toBe(200);
  await expect.poll(() => auditLines(owner)).not.toEqual([]);
  const [first] = await auditLines(owner);
  const by = first?.by;
  const lines = await recorded(owner, [
    `upload_issued by ${by} as service`,
    `files_listed by ${by} as service`,
    'files_listed by staff as administrator',
    'file_edited by staff as administrator',
    `upload_permitted by ${by} as service`,
    `owner_deleted by ${by} as service`,
  ]);
  expect(lines.at(-1)).toMatchObject({ owner, deletedFiles: 1 });
});
