// Forms for pages without scripts, by plain HTTP: a backend asks for one, the browser sends the file to S3, and S3 leads it back.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FormResponse, formResponseSchema } from '../../lambdas/http/form-contract.ts';
import { serviceToken } from '../access-token.ts';
import { addresses, alice, bob, call, getFile, s3ErrorOf, settled, staff } from './api.ts';

const photo = new Uint8Array(
  readFileSync(new URL('../fixtures/files/fixture.png', import.meta.url)),
);
const redirectTo = 'https://shop.example.com/orders/7';
const asked = { collection: 'images', maxBytes: 1_000_000, redirectTo };

type UploadForm = NonNullable<FormResponse['form']>;

/** A form that is admitted. */
async function issueForm(changes: object = {}, token = alice) {
  const { status, body } = await call('POST', '/forms', { token, body: { ...asked, ...changes } });
  expect(status, JSON.stringify(body)).toBe(201);
  const { file, form } = formResponseSchema.parse(body);
  return { file, form: form ?? expect.fail('no form') };
}

/** Sends a form as a browser does that follows no redirect. */
function send({ url, fields }: UploadForm, bytes: Uint8Array<ArrayBuffer> | string) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', new Blob([bytes]), '../../Chosen name.png');
  return fetch(url, { method: 'POST', body, redirect: 'manual' });
}

describe('a form', () => {
  it('a form leads from a page to the file and back, and the file is ready like any other', async () => {
    const { file, form } = await issueForm({ title: 'Receipt', metadata: { order: '7' } });
    expect(file).toMatchObject({ status: 'pending', size: 1_000_000, maxBytes: 1_000_000 });
    expect(form.accept.split(',')).toEqual(expect.arrayContaining(['image/png', '.png', '.jpg']));
    const listed = await call('GET', `/files?ids=${file.id}`, { token: alice });
    expect(listed.body.files).toMatchObject([{ status: 'pending', maxBytes: 1_000_000 }]);

    const answer = await send(form, photo);
    expect(answer.status, await answer.clone().text()).toBe(303);
    const back = new URL(answer.headers.get('location') ?? '');
    expect(back.href.startsWith(`${redirectTo}?fileId=${file.id}&bucket=`)).toBe(true);
    expect(back.searchParams.get('key')).toContain(file.id);

    const ready = await settled(file.id);
    expect(ready).toMatchObject({
      status: 'ready',
      contentType: 'image/png',
      filename: 'upload.png',
      size: photo.byteLength,
      title: 'Receipt',
      metadata: { order: '7' },
    });
    expect(ready.maxBytes).toBeUndefined();
    const headers = { accept: 'application/json' };
    const download = await call('GET', `/files/${file.id}/download`, { token: alice, headers });
    const served = await fetch(download.body.url);
    expect(served.headers.get('content-type')).toBe('image/png');
    expect(new Uint8Array(await served.arrayBuffer())).toEqual(photo);
  });

  it('S3 refuses a form with one byte too many, and the form then still takes a smaller file', async () => {
    const { file, form } = await issueForm({ maxBytes: photo.byteLength });
    const larger = new Uint8Array([...photo, 0]);
    expect(await s3ErrorOf(await send(form, larger))).toBe('EntityTooLarge');
    expect((await getFile(file.id)).status).toBe('pending');
    expect((await send(form, photo)).status).toBe(303);
    expect(await settled(file.id)).toMatchObject({ status: 'ready' });
  });

  it('a form brings no file of a type that the collection, or the form, does not take', async () => {
    const text = await issueForm();
    await send(text.form, 'plain text and no picture at all');
    expect(await settled(text.file.id)).toMatchObject({
      status: 'rejected',
      size: 32,
      verdict: {
        reason: 'type_not_allowed',
        detail: expect.stringMatching(/^The file is a plain text/),
      },
    });
    const picture = await issueForm({ types: ['image/jpeg'] });
    expect(picture.form.accept).not.toContain('png');
    await send(picture.form, photo);
    expect(await settled(picture.file.id)).toMatchObject({ status: 'rejected' });
  });

  it('a form that is sent twice keeps the first file', async () => {
    const { file, form } = await issueForm();
    await send(form, photo);
    const ready = await settled(file.id);
    expect((await send(form, 'other bytes, long after the first')).status).toBe(303);
    const again = await issueForm();
    await send(again.form, photo);
    await settled(again.file.id);
    const { size, checksum } = ready;
    expect(await getFile(file.id)).toMatchObject({ status: 'ready', size, checksum });
  });

  it('a form leads nowhere but to a configured origin, whatever the page makes of it', async () => {
    for (const elsewhere of ['https://evil.example/', 'https://shop.example.com.evil.example/']) {
      const body = { ...asked, redirectTo: elsewhere };
      const answer = await call('POST', '/forms', { token: alice, body });
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'invalid_request', issues: [{ field: 'redirectTo' }] },
      });
    }
    const { form } = await issueForm();
    const fields = { ...form.fields, success_action_redirect: 'https://evil.example/' };
    expect(await s3ErrorOf(await send({ ...form, fields }, photo))).toBe('AccessDenied');
  });

  it('a form takes nothing once its file was deleted before it is sent', async () => {
    const { file, form } = await issueForm();
    expect((await call('DELETE', `/files/${file.id}`, { token: alice })).status).toBe(204);
    expect((await send(form, photo)).status).toBe(303);
    expect((await call('GET', `/files/${file.id}`, { token: alice })).status).toBe(404);
  });

  it('a form of a service belongs to the owner that it names, who alone sees the file', async () => {
    const service = await serviceToken(addresses);
    const owner = `person-${randomUUID()}`;
    const { file, form } = await issueForm({ collection: 'press', maxBytes: 500, owner }, service);
    expect(file.owner).toBe(owner);
    const reserved = await call('GET', `/usage?owner=${owner}`, { token: service });
    expect(reserved.body).toMatchObject({ bytes: 500, files: 1 });
    await send(form, 'a note for the press');
    await settled(file.id, service);
    const usage = await call('GET', `/usage?owner=${owner}`, { token: service });
    expect(usage.body).toMatchObject({ bytes: 20, files: 1 });
    expect((await call('GET', `/files/${file.id}`, { token: bob })).status).toBe(404);
  });

  it.each<[string, number, string, object, string?]>([
    ['for another owner than the caller', 403, 'forbidden', { owner: 'bob' }],
    ['to a collection of others', 403, 'forbidden', { collection: 'press', maxBytes: 10 }],
    ['for more than the collection takes', 413, 'file_too_large', { maxBytes: 1e12 }],
    ['with the size of a file', 400, 'invalid_request', { size: 5 }],
    ['for a file that is not there', 404, 'not_found', { replaces: randomUUID() }],
    ['beyond the quota', 403, 'quota_exceeded', { maxBytes: 1001 }, staff],
  ])('a form is refused %s', async (_what, status, code, changes, token = alice) => {
    const body = { ...asked, ...changes };
    const answer = await call('POST', '/forms', { token, body });
    expect(answer).toMatchObject({ status, body: { code } });
  });
});
