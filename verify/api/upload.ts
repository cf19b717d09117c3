// Uploads one file through types that openapi-typescript generated from /openapi.json, and prints its status.
import createClient from 'openapi-fetch';
import type { paths } from './schema.ts';

const [api = '', token = ''] = process.argv.slice(2);
const content = new Blob(['Written by a generated client.\n']);
const client = createClient<paths>({
  baseUrl: api,
  headers: { authorization: `Bearer ${token}` },
});

const issued = await client.POST('/files', {
  body: {
    collection: 'documents',
    filename: 'note.txt',
    contentType: 'text/plain',
    size: content.size,
  },
});
if (issued.data === undefined || !('file' in issued.data)) {
  throw new Error(`Nothing was issued: ${JSON.stringify(issued.error)}`);
}
const { file: pending, upload } = issued.data;
if (upload?.kind !== 'post') throw new Error('No form was issued.');

const form = new FormData();
for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
form.append('file', content);
const stored = await fetch(upload.url, { method: 'POST', body: form });
if (!stored.ok) throw new Error(`S3 answered ${stored.status}.`);

const { id } = pending;
const read = async () => {
  const { data, error } = await client.GET('/files/{id}', { params: { path: { id } } });
  if (data === undefined) throw new Error(JSON.stringify(error));
  return data.file;
};
const deadline = Date.now() + 60_000;
let file = await read();
while (file.status === 'pending' && Date.now() < deadline) {
  await new Promise((resolve) => setTimeout(resolve, 200));
  file = await read();
}
process.stdout.write(`${JSON.stringify({ status: file.status, size: file.size })}\n`);
