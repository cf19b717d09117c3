// The files of one owner as the API lists them, for an operator.
import type { DownloadsResponse, File, ListResponse } from '../../lambdas/http/contract.ts';
import { type CallFunction, type FunctionResponse, problemIn } from '../call-function.ts';
import { OperateError } from '../operate-error.ts';

/** The names of the deployed functions that are called. */
export interface OwnerFunctions {
  readonly listFiles: string;
  readonly issueDownload: string;
}

/** The calls about the files of one owner. */
export interface OwnerFiles {
  /** Every file that is not deleted, oldest first. */
  list(): AsyncGenerator<File>;
  /** A signed link to the bytes of a ready file, valid for minutes; undefined when the file is no longer ready. */
  link(id: string): Promise<string | undefined>;
}

/** Files of a page. */
const PAGE_SIZE = 100;

/** The calls, each of which throws an {@link OperateError} when it is refused. */
export const ownerFilesBy = (
  call: CallFunction,
  { listFiles, issueDownload }: OwnerFunctions,
  owner: string,
): OwnerFiles => ({
  async *list() {
    let cursor: string | undefined;
    do {
      const query = new URLSearchParams({ owner, order: 'oldest', limit: String(PAGE_SIZE) });
      if (cursor !== undefined) query.set('cursor', cursor);
      const request = { functionName: listFiles, routeKey: 'GET /files', path: '/files' };
      const response = await call({ ...request, query: query.toString() });
      const { files, nextCursor } = answerOf<ListResponse>(response);
      yield* files;
      cursor = nextCursor;
    } while (cursor !== undefined);
  },
  async link(id) {
    const request = { functionName: issueDownload, routeKey: 'POST /downloads' };
    const body = { ids: [id], disposition: 'attachment' };
    const response = await call({ ...request, path: '/downloads', body });
    const [result] = answerOf<DownloadsResponse>(response).results;
    return result?.outcome === 'issued' ? result.url : undefined;
  },
});

/**
 * The body of an answer.
 * @throws {OperateError} with the reason of a refusal
 */
export function answerOf<Body>({ status, body }: FunctionResponse): Body {
  if (status >= 400) throw new OperateError(problemIn(body).detail);
  return body as Body;
}
