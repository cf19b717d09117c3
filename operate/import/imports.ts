// The calls of issue-upload that begin imports and look up their outcomes.
import type {
  ImportedFile,
  ImportRequest,
  ImportResponse,
  LookupResponse,
} from '../../lambdas/http/import-contract.ts';
import { type CallFunction, type FunctionResponse, problemIn } from '../call-function.ts';
import { OperateError } from '../operate-error.ts';

/** An answer to a claim: the import, or why it is not admitted. */
export type Admission =
  | ImportResponse
  | { readonly outcome: 'refused'; readonly reason: string }
  | { readonly outcome: 'failed'; readonly reason: string };

/** The calls. */
export interface Imports {
  begin(request: ImportRequest): Promise<Admission>;
  /** The files of these ids, at most 100, that exist. */
  lookUp(ids: readonly string[]): Promise<ReadonlyMap<string, ImportedFile>>;
}

/** How often a claim is sent again: files of one owner share a counter, which takes one change at a time. */
const MAX_RETRIES = 8;
const FIRST_PAUSE_MS = 100;

const isTransient = ({ status }: FunctionResponse): boolean => status === 429 || status >= 500;

/** The calls to a function; `pause` waits for milliseconds before a throttled or failed one is repeated, longer each time. */
export function importsBy(
  call: CallFunction,
  functionName: string,
  pause: (milliseconds: number) => Promise<unknown>,
): Imports {
  async function send(path: `/imports${string}`, body: object): Promise<FunctionResponse> {
    const routeKey = `POST ${path}`;
    for (let retries = 0; ; retries++) {
      const response = await call({ functionName, routeKey, path, body });
      if (!isTransient(response) || retries === MAX_RETRIES) return response;
      await pause(FIRST_PAUSE_MS * 2 ** retries);
    }
  }
  return {
    async begin(request) {
      const response = await send('/imports', request);
      if (response.status < 400) return response.body as ImportResponse;
      const { code, detail } = problemIn(response.body);
      const outcome = isTransient(response) ? 'failed' : 'refused';
      return { outcome, reason: `${code}: ${detail}` };
    },
    async lookUp(ids) {
      const response = await send('/imports/lookups', { ids });
      if (response.status >= 400) throw new OperateError(problemIn(response.body).detail);
      const { files } = response.body as LookupResponse;
      return new Map(files.map((file) => [file.id, file]));
    },
  };
}
