// What issuing an upload is, whether by itself or together with others.
import type { IssueRequest, IssueResponse } from './contract.ts';
import type { CallOptions } from './http.ts';

/** The answer that issued an upload. */
export interface Issued extends IssueResponse {
  /** Whether it was issued in a batch: then another request with the upload's own key would issue another file. */
  readonly isBatched?: boolean;
}

/** Issues one upload; the same request again returns the same file with a fresh signature. */
export type Issue = (
  request: IssueRequest,
  idempotencyKey: string,
  call: CallOptions,
) => Promise<Issued>;

/** Opens the issuing of an upload. */
export type OpenIssuing = () => Issue;
