// The routes for several files at once, as typed calls; pages load this code when more than one file is under way.
import { every, has, type IsAnswer, isIssueResponse, isListResponse } from './answer-shapes.ts';
import { signedWhen } from './api.ts';
import type { BatchRequest, BatchResponse, ClaimOutcome, File } from './contract.ts';
import type { CallOptions, Send } from './http.ts';

/** The routes for several files. All throw `AirlockRefusal` or `UnavailableError`. */
export interface ManyApi {
  /** Issues up to 50 uploads, each that can be issued. */
  issueBatch(
    request: BatchRequest,
    idempotencyKey: string,
    call?: CallOptions,
  ): Promise<BatchResponse>;
  /** Up to 100 files, without those that do not exist or that the caller may not read. */
  getMany(ids: readonly string[], call?: CallOptions): Promise<readonly File[]>;
}

const isClaimOutcome = (value: unknown): value is ClaimOutcome => {
  if (!has(value, { outcome: 'string' })) return false;
  const outcome = value as ClaimOutcome;
  if (outcome.outcome === 'issued') return isIssueResponse(outcome);
  return (
    outcome.outcome !== 'refused' || has(outcome.problem, { code: 'string', detail: 'string' })
  );
};

const isBatchResponse: IsAnswer<BatchResponse> = (body): body is BatchResponse =>
  every((body as Partial<BatchResponse> | undefined)?.results, isClaimOutcome);

/** Creates the typed calls over `send`. */
export const createManyApi = (send: Send): ManyApi => ({
  issueBatch: (request, idempotencyKey, call) =>
    send(
      {
        method: 'POST',
        path: '/files',
        body: request,
        headers: { 'idempotency-key': idempotencyKey },
      },
      isBatchResponse,
      call,
      ({ results }) => {
        const issued = results.find(({ outcome }) => outcome === 'issued');
        return issued?.outcome === 'issued' ? signedWhen(issued) : undefined;
      },
    ),
  getMany: async (ids, call) => {
    const request = { method: 'GET', path: '/files', query: { ids: ids.join(',') } } as const;
    return (await send(request, isListResponse, call)).files;
  },
});
