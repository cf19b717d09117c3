// The HTTP API as typed calls, every answer checked against the contract.
import * as z from 'zod/mini';
import {
  type DownloadResponse,
  downloadResponseSchema,
  type File,
  fileResponseSchema,
  type IssueResponse,
  issueResponseSchema,
  type ListPartsResponse,
  type ListResponse,
  listPartsResponseSchema,
  listResponseSchema,
  type SignPartsResponse,
  signPartsResponseSchema,
} from '../lambdas/http/contract.ts';
import type { IssueRequest, ListRequest, SignPartsRequest } from '../lambdas/http/requests.ts';
import { type CallOptions, filePath, type Send } from './http.ts';
import { type ServerClock, signedAt } from './server-clock.ts';

/** The routes that uploading, listing and reading need. All throw `AirlockRefusal` or `Unavailable`. */
export interface Api {
  readonly clock: ServerClock;
  issue(request: IssueRequest, idempotencyKey: string, call?: CallOptions): Promise<IssueResponse>;
  get(id: string, call?: CallOptions): Promise<File>;
  list(query: Partial<ListRequest>, call?: CallOptions): Promise<ListResponse>;
  download(
    id: string,
    disposition?: 'inline' | 'attachment',
    call?: CallOptions,
  ): Promise<DownloadResponse>;
  remove(id: string, call?: CallOptions): Promise<void>;
  signParts(
    id: string,
    parts: SignPartsRequest['parts'],
    call?: CallOptions,
  ): Promise<SignPartsResponse['parts']>;
  listParts(id: string, call?: CallOptions): Promise<ListPartsResponse['parts']>;
  complete(id: string, call?: CallOptions): Promise<File>;
}

/** Creates the typed calls over `send`; `clock` is the one that it keeps right. */
export function createApi(send: Send, clock: ServerClock): Api {
  return {
    clock,
    issue: (request, idempotencyKey, call) =>
      send(
        {
          method: 'POST',
          path: '/files',
          body: request,
          headers: { 'idempotency-key': idempotencyKey },
        },
        issueResponseSchema,
        call,
        ({ upload }) => (upload?.kind === 'post' ? signedAt(upload.url, upload.fields) : undefined),
      ),
    get: async (id, call) =>
      (await send({ method: 'GET', path: filePath(id) }, fileResponseSchema, call)).file,
    list: (query, call) => send({ method: 'GET', path: '/files', query }, listResponseSchema, call),
    download: (id, disposition, call) =>
      send(
        { method: 'GET', path: filePath(id, '/download'), query: { disposition } },
        downloadResponseSchema,
        call,
      ),
    remove: async (id, call) => {
      await send({ method: 'DELETE', path: filePath(id) }, z.unknown(), call);
    },
    signParts: async (id, parts, call) => {
      const request = { method: 'POST', path: filePath(id, '/parts'), body: { parts } } as const;
      const answer = await send(request, signPartsResponseSchema, call, ({ parts: [part] }) =>
        part ? signedAt(part.url) : undefined,
      );
      return answer.parts;
    },
    listParts: async (id, call) =>
      (await send({ method: 'GET', path: filePath(id, '/parts') }, listPartsResponseSchema, call))
        .parts,
    complete: async (id, call) =>
      (await send({ method: 'POST', path: filePath(id, '/complete') }, fileResponseSchema, call))
        .file,
  };
}
