// The port that adds a batch of files, and what an Idempotency-Key remembers of one.
import type { Quota } from './collection.ts';
import type { RefusalCode } from './errors.ts';
import type { PendingFile } from './file.ts';
import type { IdempotentRequest } from './ports.ts';
import type { Usage } from './quota.ts';
import type { UploadPermission } from './upload-permission.ts';

/** The outcome of one claim of a batch, as its Idempotency-Key remembers it; null when the policy refused it. */
export type RememberedClaim =
  | { readonly fileId: string }
  | { readonly code: RefusalCode; readonly message: string; readonly details: object }
  | null;

/** An idempotent batch, with the outcome of each claim that its key remembers. */
export interface IdempotentBatch extends IdempotentRequest {
  readonly claims: readonly RememberedClaim[];
}

/** The result of adding several files; `ids` are those that may not be replaced. */
export type BatchAddition =
  | { readonly outcome: 'added' }
  | {
      readonly outcome: 'replayed';
      readonly fingerprint: string;
      /** Absent when the key identifies a single file. */
      readonly claims?: readonly RememberedClaim[] | undefined;
    }
  | { readonly outcome: 'no_room'; readonly used: Usage }
  /** How many uses the permission has left. */
  | { readonly outcome: 'not_permitted'; readonly left: number }
  | { readonly outcome: 'not_replaceable'; readonly ids: readonly string[] };

/** Adds new files of one owner, no two of which replace the same file, in one write; or writes nothing. */
export type AddFiles = (
  files: readonly PendingFile[],
  limits: Quota,
  request?: IdempotentBatch,
  permission?: UploadPermission,
) => Promise<BatchAddition>;
