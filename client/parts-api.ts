// The routes that only a multipart upload needs, as typed calls; pages load this code with the first file in parts.
import { every, has, type IsAnswer, isFileResponse } from './answer-shapes.ts';
import type { File, ListPartsResponse, SignPartsRequest, SignPartsResponse } from './contract.ts';
import { type CallOptions, filePath, type Send } from './http.ts';
import { signedAt } from './server-clock.ts';

/** The routes of a multipart upload. All throw `AirlockRefusal` or `UnavailableError`. */
export interface PartsApi {
  signParts(
    id: string,
    parts: SignPartsRequest['parts'],
    call?: CallOptions,
  ): Promise<SignPartsResponse['parts']>;
  listParts(id: string, call?: CallOptions): Promise<ListPartsResponse['parts']>;
  complete(id: string, call?: CallOptions): Promise<File>;
  /** Opens a connection for the calls that follow, in Node; browsers keep theirs. API Gateway itself answers. Never fails. */
  openConnection(id: string): void;
}

/** Whether `value` is a link to a part. */
export const isSignedPart = (value: unknown): boolean =>
  has(value, { partNumber: 'number', url: 'string', headers: 'object', expiresAt: 'string' });

const isSignPartsResponse: IsAnswer<SignPartsResponse> = (body): body is SignPartsResponse =>
  every((body as Partial<SignPartsResponse> | undefined)?.parts, isSignedPart);

const isListPartsResponse: IsAnswer<ListPartsResponse> = (body): body is ListPartsResponse =>
  every((body as Partial<ListPartsResponse> | undefined)?.parts, (part) =>
    has(part, { partNumber: 'number', size: 'number' }),
  );

/** Creates the typed calls over `send`. */
export const createPartsApi = (send: Send): PartsApi => ({
  signParts: async (id, parts, call) => {
    const request = { method: 'POST', path: filePath(id, '/parts'), body: { parts } } as const;
    const answer = await send(request, isSignPartsResponse, call, ({ parts: [part] }) =>
      part ? signedAt(part.url) : undefined,
    );
    return answer.parts;
  },
  listParts: async (id, call) =>
    (await send({ method: 'GET', path: filePath(id, '/parts') }, isListPartsResponse, call)).parts,
  complete: async (id, call) =>
    (await send({ method: 'POST', path: filePath(id, '/complete') }, isFileResponse, call)).file,
  openConnection(id) {
    if (typeof XMLHttpRequest !== 'undefined') return;
    const request = { method: 'OPTIONS', path: filePath(id, '/complete') } as const;
    send(request, (_answer): _answer is unknown => true, { patienceMs: 0 }).catch(() => {});
  },
});
