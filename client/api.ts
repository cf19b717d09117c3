// The routes that an upload needs, as typed calls.
import {
  isAny,
  isFileResponse,
  isIssueResponse,
  isListPartsResponse,
  isSignPartsResponse,
} from './answer-shapes.ts';
import type {
  File,
  IssueRequest,
  IssueResponse,
  ListPartsResponse,
  SignPartsRequest,
  SignPartsResponse,
} from './contract.ts';
import { type CallOptions, filePath, type Send } from './http.ts';
import { type ServerClock, signedAt } from './server-clock.ts';

/** The routes that an upload needs. All throw `AirlockRefusal` or `UnavailableError`. */
export interface Api {
  readonly clock: ServerClock;
  issue(request: IssueRequest, idempotencyKey: string, call?: CallOptions): Promise<IssueResponse>;
  get(id: string, call?: CallOptions): Promise<File>;
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
        isIssueResponse,
        call,
        ({ upload }) => (upload?.kind === 'post' ? signedAt(upload.url, upload.fields) : undefined),
      ),
    get: async (id, call) =>
      (await send({ method: 'GET', path: filePath(id) }, isFileResponse, call)).file,
    remove: async (id, call) => {
      await send({ method: 'DELETE', path: filePath(id) }, isAny, call);
    },
    signParts: async (id, parts, call) => {
      const request = { method: 'POST', path: filePath(id, '/parts'), body: { parts } } as const;
      const answer = await send(request, isSignPartsResponse, call, ({ parts: [part] }) =>
        part ? signedAt(part.url) : undefined,
      );
      return answer.parts;
    },
    listParts: async (id, call) =>
      (await send({ method: 'GET', path: filePath(id, '/parts') }, isListPartsResponse, call))
        .parts,
    complete: async (id, call) =>
      (await send({ method: 'POST', path: filePath(id, '/complete') }, isFileResponse, call)).file,
  };
}
