// The routes that every upload needs, as typed calls.
import { isAny, isFileResponse, isIssueResponse } from './answer-shapes.ts';
import type { File, IssueRequest, IssueResponse } from './contract.ts';
import { type CallOptions, filePath, type Send } from './http.ts';
import { type ServerClock, signedAt } from './server-clock.ts';

/** The routes that every upload needs. All throw `AirlockRefusal` or `UnavailableError`. */
export interface Api {
  /** What the calls go through; those of a multipart upload do, too. */
  readonly send: Send;
  readonly clock: ServerClock;
  issue(request: IssueRequest, idempotencyKey: string, call?: CallOptions): Promise<IssueResponse>;
  get(id: string, call?: CallOptions): Promise<File>;
  remove(id: string, call?: CallOptions): Promise<void>;
}

/** When an answer was signed, by the server's clock. */
export const signedWhen = ({ upload }: IssueResponse): string | undefined => {
  if (upload?.kind === 'post') return signedAt(upload.url, upload.fields);
  const url = upload?.parts?.[0]?.url;
  return url && signedAt(url);
};

/** Creates the typed calls over `send`; `clock` is the one that it keeps right. */
export const createApi = (send: Send, clock: ServerClock): Api => ({
  send,
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
      signedWhen,
    ),
  get: async (id, call) =>
    (await send({ method: 'GET', path: filePath(id) }, isFileResponse, call)).file,
  remove: async (id, call) => {
    await send({ method: 'DELETE', path: filePath(id) }, isAny, call);
  },
});
