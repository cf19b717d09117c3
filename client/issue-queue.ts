// The queue of uploads to issue: those that are added while a request runs are sent together in the next one.
import type { Api } from './api.ts';
import { abortError } from './errors.ts';
import { type Again, issueTogether, takeBatch, type WaitingIssue } from './issue-batch.ts';
import type { OpenIssuing } from './issuing.ts';

/** Requests under way at the same time. */
const maxUnderWay = 2;

/** Creates the queue of one client; pages load this code when an upload is started while another is issued. */
export function createIssueQueue(api: Api): OpenIssuing {
  const waiting: WaitingIssue[] = [];
  let underWay = 0;

  async function sendNext(): Promise<void> {
    if (underWay === maxUnderWay || waiting.length === 0) return;
    underWay += 1;
    await issueTogether(api, takeBatch(waiting));
    underWay -= 1;
    void sendNext();
  }

  return () => {
    let last: { readonly text: string; readonly again: Again } | undefined;
    return (request, idempotencyKey, call) =>
      new Promise((resolve, reject) => {
        const text = JSON.stringify(request);
        if (last?.text === text) return resolve(last.again(call));
        if (call.signal?.aborted) return reject(abortError());
        const onSent = (again: Again) => {
          last = { text, again };
        };
        const each = { request, idempotencyKey, call, resolve, reject, onSent };
        waiting.push(each);
        // A request that was sent is not aborted, so that its file can be deleted.
        call.signal?.addEventListener('abort', () => {
          const place = waiting.indexOf(each);
          if (place < 0) return;
          waiting.splice(place, 1);
          reject(abortError());
        });
        // In the next task, so that uploads that are started together are issued together.
        setTimeout(sendNext);
      });
  };
}
