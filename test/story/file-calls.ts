// The requests about one file that the stories make most often, and what they upload.
import { readFileSync } from 'node:fs';
import { alice, call } from './api.ts';

export const note = { collection: 'documents', filename: 'note.txt', contentType: 'text/plain' };

/** The bytes of a file in `test/fixtures/files`. */
export const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../fixtures/files/${name}`, import.meta.url)));

export const read = (id: string, token: string) => call('GET', `/files/${id}`, { token });
export const edit = (id: string, body: object, token = alice) =>
  call('PATCH', `/files/${id}`, { token, body });
export const remove = (id: string, token = alice) => call('DELETE', `/files/${id}`, { token });
export const usage = async (token: string) => (await call('GET', '/usage', { token })).body;

/** Adds a grant; with the method DELETE removes it. */
export const grant = (id: string, to: string, token = alice, method: 'PUT' | 'DELETE' = 'PUT') =>
  call(method, `/files/${id}/grants/${encodeURIComponent(to)}`, { token });

/** Issues a link. */
export const link = (id: string, body: object, token = alice) =>
  call('POST', `/files/${id}/links`, { token, body });
/** Follows a link as a program does, and no redirect. */
export const follow = (url: string) => fetch(url, { redirect: 'manual' });
