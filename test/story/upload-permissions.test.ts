// A page without a person: the backend gives it an upload permission, and it uploads with that alone.
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAirlock, createPermittedUploader } from '../../client/airlock.ts';
import { MiB } from '../../lambdas/domain/sizes.ts';
import { serviceToken } from '../access-token.ts';
import { addresses, alice, call } from './api.ts';

const service = await serviceToken(addresses);
const backend = createAirlock({ api: addresses.api, getToken: () => service });

const permit = (terms: object = {}) =>
  backend.permitUpload({ owner: `guest-${randomUUID()}`, collection: 'everything', ...terms });
const text = (name: string, content = 'hello') => new File([content], name, { type: 'text/plain' });

describe('a page with an upload permission', () => {
  it('uploads a file for the owner, who has it with the metadata that the backend fixed', async () => {
    const owner = `guest-${randomUUID()}`;
    const { token } = await permit({ owner, metadata: { orderId: 'A-1047' } });
    const page = createPermittedUploader({ api: addresses.api, permission: token });
    const file = await page.upload(text('note.txt'), { collection: 'everything', title: 'Note' });
    expect(file).toMatchObject({ owner, status: 'ready', title: 'Note' });
    expect((await backend.list({ owner })).files).toMatchObject([
      { id: file.id, metadata: { orderId: 'A-1047' } },
    ]);
  });

  it('uploads a file in parts, and several files at once', async () => {
    const { token } = await permit({ maxUploads: 4 });
    const page = createPermittedUploader({ api: addresses.api, permission: token });
    const large = new File(['x', randomBytes(6 * MiB).toString('hex')], 'large.txt');
    const files = [large, text('a.txt', 'a'), text('b.txt', 'bb'), text('c.txt', 'ccc')];
    const uploaded = await Promise.all(
      files.map((each) => page.upload(each, { collection: 'everything' })),
    );
    expect(uploaded.map(({ status }) => status)).toEqual(Array(4).fill('ready'));
    await expect(page.upload(text('d.txt'), { collection: 'everything' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('the token of an upload permission', () => {
  const claim = {
    collection: 'everything',
    filename: 'note.txt',
    contentType: 'text/plain',
    size: 5,
  };

  it('opens no route of people, and a token of people no route of permissions', async () => {
    const { token } = await permit();
    const { body } = await call('POST', '/permitted/files', { token, body: claim });
    const id: string = body.file.id;
    for (const path of ['/files', `/files/${id}`, `/files/${id}/download`, '/usage'])
      expect((await call('GET', path, { token })).status, path).toBe(401);
    expect((await call('GET', `/permitted/files/${id}`, { token })).status).toBe(200);
    const list = await call('GET', `/permitted/files?ids=${id},${randomUUID()}`, { token });
    expect(list.body.files).toMatchObject([{ id }]);
    for (const other of [alice, undefined, randomBytes(16).toString('base64url')]) {
      const answer = await call('POST', '/permitted/files', {
        ...(other && { token: other }),
        body: claim,
      });
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    }
    const stranger = (await permit()).token;
    expect((await call('GET', `/permitted/files/${id}`, { token: stranger })).status).toBe(404);
    for (const path of ['parts', 'complete'])
      expect(
        await call('POST', `/permitted/files/${id}/${path}`, {
          token: stranger,
          body: path === 'parts' ? { parts: [{ partNumber: 1 }] } : undefined,
        }),
      ).toMatchObject({ status: 404 });
  });

  it('no person gets the token of an upload permission', async () => {
    const body = { owner: 'alice', collection: 'everything' };
    expect(await call('POST', '/upload-permissions', { token: alice, body })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
  });
});
