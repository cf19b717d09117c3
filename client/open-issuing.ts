// Issues an upload: by itself when it is alone, otherwise together with the others of the client.
import type { Api } from './api.ts';
import type { Issue, OpenIssuing } from './issuing.ts';
import { loadCode } from './load-code.ts';

/** Opens the issuing of the uploads of one client. The code for several is loaded once one comes while another is issued. */
export function createOpenIssuing(api: Api): OpenIssuing {
  let underWay = 0;
  let queue: OpenIssuing | undefined;
  return () => {
    let queued: Issue | undefined;
    let isAlone = false;
    return async (...request) => {
      isAlone ||= !queued && underWay === 0;
      if (isAlone) {
        underWay += 1;
        return api.issue(...request).finally(() => {
          underWay -= 1;
        });
      }
      const { createIssueQueue } = await loadCode(() => import('./issue-queue.ts'), request[2]);
      queue ??= createIssueQueue(api);
      queued ??= queue();
      return queued(...request);
    };
  };
}
