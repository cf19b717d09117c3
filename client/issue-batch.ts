// Issues several uploads in one request; pages load this code when more than one waits.
import type { Api } from './api.ts';
import type { BatchResponse, IssueRequest } from './contract.ts';
import { AirlockRefusal, abortError } from './errors.ts';
import { randomHex } from './hex.ts';
import type { CallOptions } from './http.ts';
import type { Issued } from './issuing.ts';
import { createManyApi } from './many-api.ts';

/** The API takes at most this many claims at once. */
const maxClaims = 50;
/** Characters of one body; the API takes 256 KiB. */
const maxBodyLength = 64_000;

/** One upload that waits for its turn. */
export interface WaitingIssue {
  readonly request: IssueRequest;
  readonly idempotencyKey: string;
  readonly call: CallOptions;
  resolve(issued: Issued): void;
  reject(error: unknown): void;
  /** Learns how the request is sent again. */
  onSent(again: Again): void;
}

/** Sends the same request again, for a fresh signature. */
export type Again = (call: CallOptions) => Promise<Issued>;

/** Takes the uploads of one owner from the queue that fit into one request. */
export function takeBatch(waiting: WaitingIssue[]): readonly WaitingIssue[] {
  const those: WaitingIssue[] = [];
  let length = 0;
  for (let next = waiting[0]; next && those.length < maxClaims; next = waiting[0]) {
    length += JSON.stringify(next.request).length;
    if (those[0] && (length > maxBodyLength || next.request.owner !== those[0].request.owner))
      break;
    waiting.shift();
    those.push(next);
  }
  return those;
}

/** Issues each of the uploads that can be issued; never rejects. A single upload is issued alone, under its own key. */
export async function issueTogether(api: Api, those: readonly WaitingIssue[]): Promise<void> {
  const [first] = those;
  if (!first) return;
  if (those.length === 1) {
    const again: Again = (call) => api.issue(first.request, first.idempotencyKey, call);
    first.onSent(again);
    return again(first.call).then(first.resolve, first.reject);
  }
  const key = randomHex(16);
  const { owner } = first.request;
  const claims = those.map(({ request: { owner: _owner, ...claim } }) => claim);
  const request = { owner, claims };
  const many = createManyApi(api.send);
  let running: Promise<BatchResponse> | undefined;
  // The forms of a batch expire together; the batch is then sent once for all of them.
  const send = (call: CallOptions): Promise<BatchResponse> => {
    running ??= many.issueBatch(request, key, call).finally(() => {
      running = undefined;
    });
    return running;
  };
  those.forEach((each, index) => {
    each.onSent(async (call) => outcomeOf(await send(call), index));
    each.call.signal?.addEventListener('abort', () => each.reject(abortError()), { once: true });
  });
  const { patienceMs } = first.call;
  try {
    const answer = await send({
      ...(patienceMs !== undefined && { patienceMs }),
      onWait: (cause) => {
        for (const each of those) each.call.onWait?.(cause);
      },
    });
    those.forEach((each, index) => {
      settle(api, each, answer, index);
    });
  } catch (error) {
    for (const each of those) each.reject(error);
  }
}

function settle(api: Api, each: WaitingIssue, answer: BatchResponse, index: number): void {
  try {
    const issued = outcomeOf(answer, index);
    each.resolve(issued);
    // The upload was aborted before it received its file, which is deleted here. If this fails, the server's reaper deletes it.
    if (each.call.signal?.aborted) api.remove(issued.file.id).catch(() => {});
  } catch (error) {
    each.reject(error);
  }
}

function outcomeOf({ results }: BatchResponse, index: number): Issued {
  const result = results[index];
  if (result?.outcome === 'issued') return { ...result, isBatched: true };
  if (result?.outcome === 'refused') throw new AirlockRefusal(result.problem);
  throw new Error('The server answered a batch without an outcome for each claim.');
}
