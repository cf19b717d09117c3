// What a stranger with nothing but HTTP can do: tokens, API calls, form posts, waiting for a verdict.
import { expect, inject } from 'vitest';
import {
  type File,
  fileResponseSchema,
  issueResponseSchema,
  type Upload,
} from '../../lambdas/http/contract.ts';
import { accessToken } from '../access-token.ts';
import { deviationsOf } from '../api-contract.ts';

export const addresses = inject('addresses');

/** An access token of one of the local users. */
export const tokenOf = (username: string) => accessToken(addresses, username);

export const alice = await tokenOf('alice');
export const bob = await tokenOf('bob');
export const staff = await tokenOf('staff');

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  readonly body: any;
}

/** One API call, whose answer has to be as the OpenAPI document describes it; a body that is not a string is sent as JSON. */
export async function call(
  method: string,
  path: string,
  {
    token,
    body,
    headers = {},
  }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(`${addresses.api}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const answer = {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  };
  const contentType = response.headers.get('content-type');
  expect(deviationsOf({ method, path, contentType, ...answer })).toEqual([]);
  return answer;
}

export const png = {
  collection: 'images',
  filename: 'photo.png',
  contentType: 'image/png',
};

/** An issued upload, with its form or its plan. */
export interface Issued {
  readonly file: File;
  readonly upload: Upload;
}

/** Issues an upload that is admitted. */
export async function issue(claim: object, token = alice): Promise<Issued> {
  const { status, body } = await call('POST', '/files', { token, body: claim });
  expect(status, JSON.stringify(body)).toBe(201);
  const { file, upload } = issueResponseSchema.parse(body);
  return { file, upload: upload ?? expect.fail('no upload') };
}

/** Posts a form as a browser does: every field, then the file. */
export function postForm(
  { upload }: Issued,
  bytes: Uint8Array<ArrayBuffer> | string,
  changeFields: (fields: Record<string, string>) => Record<string, string> = (fields) => fields,
): Promise<Response> {
  if (upload.kind !== 'post') expect.fail('not a form');
  const form = new FormData();
  for (const [name, value] of Object.entries(changeFields({ ...upload.fields }))) {
    form.append(name, value);
  }
  form.append('file', new Blob([bytes]), 'ignored-name');
  return fetch(upload.url, { method: 'POST', body: form });
}

/** Gets a file that the caller may read. */
export async function getFile(id: string, token = alice): Promise<File> {
  const { status, body } = await call('GET', `/files/${id}`, { token });
  expect(status).toBe(200);
  return fileResponseSchema.parse(body).file;
}

/** Waits until a file is judged. */
export const settled = (id: string, token = alice): Promise<File> =>
  expect
    .poll(() => getFile(id, token))
    .not.toMatchObject({ status: 'pending' })
    .then(() => getFile(id, token));

/** The whole way: issue, post, wait for the verdict. */
export async function uploaded(
  claim: object,
  bytes: Uint8Array<ArrayBuffer> | string,
  token = alice,
): Promise<File> {
  const size = typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.byteLength;
  const issued = await issue({ size, ...claim }, token);
  const response = await postForm(issued, bytes);
  expect(response.status, await response.clone().text()).toBe(201);
  return settled(issued.file.id, token);
}

/** The code of S3's XML error. */
export const s3ErrorOf = async (response: Response): Promise<string | undefined> =>
  /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1];
