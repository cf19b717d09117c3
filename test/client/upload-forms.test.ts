// The forms of a backend: what is requested, which answers are taken, and the HTML that a browser reads back as the same fields.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createUploadForms, renderUploadForm } from '../../client/node.ts';
import { allPermissions } from '../file-permissions.ts';

const file = {
  id: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
  status: 'pending',
  filename: 'upload',
  size: 100,
  maxBytes: 100,
  permissions: allPermissions,
};
const form = {
  url: 'https://bucket.example/?a=1&b=2',
  fields: { key: 'media/x', policy: 'e30=', 'x-odd"<>&\'': 'a "quoted" <b>&amp;' },
  accept: 'image/png,.png',
  expiresAt: '2026-11-29T10:15:00.000Z',
};
const asked = { collection: 'images', maxBytes: 100, redirectTo: 'https://shop.example.com/' };

let server: Server;
let answers: { status: number; body: unknown }[];
let seen: { path: string; key: string; authorization: string; body: unknown }[];
beforeEach(async () => {
  answers = [];
  seen = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { authorization = '', 'idempotency-key': key = '' } = request.headers;
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    seen.push({ path: `${request.method} ${request.url}`, key: String(key), authorization, body });
    const answer = answers.shift() ?? { status: 201, body: { file, form } };
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const forms = () => {
  const { port } = server.address() as AddressInfo;
  return createUploadForms({ api: `http://127.0.0.1:${port}`, getToken: () => 'token' });
};

it('a form is asked for with the token and under a key of its own, which a retry repeats', async () => {
  answers.push({ status: 503, body: { message: 'Service Unavailable' } });
  expect(await forms().issue(asked)).toEqual({ file, form });
  expect(seen.map(({ path }) => path)).toEqual(['POST /forms', 'POST /forms']);
  expect(seen[0]).toMatchObject({ authorization: 'Bearer token', body: asked });
  expect(seen[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
  expect(seen[1]?.key).toBe(seen[0]?.key);
  await forms().issue(asked);
  expect(seen[2]?.key).not.toBe(seen[0]?.key);
});

it('a key of the application is sent as it is, and an answer without a form is one', async () => {
  answers.push({ status: 200, body: { file: { ...file, status: 'ready' } } });
  const { form: none } = await forms().issue(asked, { idempotencyKey: 'application-1047-cv' });
  expect(none).toBeUndefined();
  expect(seen[0]?.key).toBe('application-1047-cv');
});

it('a refusal is thrown with its code', async () => {
  const problem = { code: 'quota_exceeded', title: 'x', status: 403, detail: 'The quota is full.' };
  answers.push({
    status: 403,
    body: { ...problem, resource: 'bytes', used: 1, limit: 1, needed: 9 },
  });
  await expect(forms().issue(asked)).rejects.toMatchObject({ code: 'quota_exceeded' });
});

it('the HTML has every field before the file, and a browser reads back what was written, whatever it holds', () => {
  const html = renderUploadForm(form, { label: 'A <b>', button: 'Send & wait' });
  const attributes = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  const read = attributes.map(([, name = '', value = '']) => [unescaped(name), unescaped(value)]);
  expect(Object.fromEntries(read)).toEqual(form.fields);
  expect(html.indexOf('type="file"')).toBeGreaterThan(html.lastIndexOf('type="hidden"'));
  expect(html).toContain('action="https://bucket.example/?a=1&amp;b=2"');
  expect(html).toContain('accept="image/png,.png"');
  expect(html).toContain('A &lt;b&gt;');
  expect(html).toContain('>Send &amp; wait</button>');
});

const unescaped = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
