// What a stranger with nothing but HTTP can do: tokens, API calls, form posts, waiting for a verdict.
import { expect, inject } from 'vitest';
import {
  type DownloadResponse,
  type File,
  type FileResponse,
  fileResponseSchema,
  type GrantsResponse,
  type IssueResponse,
  issueResponseSchema,
  type LinkResponse,
  type LinksResponse,
  type ListPartsResponse,
  type ListResponse,
  type Problem,
  type SignPartsResponse,
  type Upload,
  type UsageResponse,
  type VersionsResponse,
} from '../../lambdas/http/contract.ts';
import type { PrincipalsResponse } from '../../lambdas/http/principal-contract.ts';
import type {
  OwnerDeletionResponse,
  UploadPermissionResponse,
} from '../../lambdas/http/service-contract.ts';
import { accessToken } from '../access-token.ts';
import { deviationsOf } from '../api-contract.ts';

export const addresses = inject('addresses');

/** An access token of one of the local users. */
export const tokenOf = (username: string) => accessToken(addresses, username);

export const alice = await tokenOf('alice');
export const bob = await tokenOf('bob');
export const staff = await tokenOf('staff');

/** The fields of every answer that the API gives; a test knows which of them its own answer has. */
type Body = IssueResponse &
  SignPartsResponse &
  ListPartsResponse &
  FileResponse &
  VersionsResponse &
  ListResponse &
  DownloadResponse &
  GrantsResponse &
  LinkResponse &
  LinksResponse &
  UsageResponse &
  UploadPermissionResponse &
  OwnerDeletionResponse &
  PrincipalsResponse &
  Problem & {
    /** Of an error of the code `invalid_request`. */
    readonly issues: readonly { readonly field: string; readonly message: string }[];
    /** Of an answer about several files. */
    readonly results: readonly Result[];
  };

/** The fields of each file's outcome. */
interface Result {
  readonly id: string;
  readonly outcome: string;
  readonly problem: Problem;
  readonly url: string;
  readonly file: File;
  readonly upload?: Upload;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
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
  { upload }: Pick<IssueResponse, 'upload'>,
  bytes: Uint8Array<ArrayBuffer> | string,
  changeFields: (fields: Record<string, string>) => Record<string, string> = (fields) => fields,
): Promise<Response> {
  if (upload?.kind !== 'post') expect.fail('not a form');
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
