// 1. POST /files with several claims: issues each that can be issued, or all of them or none.
import type { Principal } from '../domain/access.ts';
import type { IdempotentBatch, RememberedClaim } from '../domain/batch-ports.ts';
import { Refusal } from '../domain/errors.ts';
import type { PendingFile } from '../domain/file.ts';
import type { FindFiles } from '../domain/ports.ts';
import { type UploadPermission, uploaderOf } from '../domain/upload-permission.ts';
import type { ClaimRequest } from '../http/claim-requests.ts';
import type { IssueResponse } from '../http/contract.ts';
import { followMergedFile } from '../reading/follow-merged.ts';
import { type AddBatchPorts, addBatch } from './add-batch.ts';
import { keyReused } from './add-one.ts';
import { admitBatch } from './admit-batch.ts';
import { type IssueResponsePorts, issueResponse } from './issue-response.ts';
import { fingerprintOf } from './pending-file.ts';

interface Ports extends AddBatchPorts, IssueResponsePorts {
  readonly findFiles: FindFiles;
}

/** Each claim, or the refusal of an entry that does not have the form of a claim. */
export interface ClaimBatch {
  readonly mode: 'each' | 'all';
  /** For services: whose files the claims become. Default: the caller's. */
  readonly owner?: string | undefined;
  readonly claims: readonly (ClaimRequest | Refusal)[];
}

/** What became of one claim. `not_issued`: another claim of a batch in the mode `all` was refused. */
export type ClaimResult =
  | ({ readonly outcome: 'issued' } & IssueResponse)
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  | { readonly outcome: 'not_issued' };

/** One result for each claim, in their order. */
export interface IssuedBatch {
  readonly results: readonly ClaimResult[];
  readonly isReplay: boolean;
}

/**
 * Issues a batch; one that is repeated with its Idempotency-Key receives the same results again.
 * @throws Refusal `idempotency_key_reused` when the key identifies another request
 */
export const issueBatch =
  (ports: Ports) =>
  async (
    { mode, owner: named, claims }: ClaimBatch,
    principal: Principal,
    idempotencyKey?: string,
    permission?: UploadPermission,
  ): Promise<IssuedBatch> => {
    const uploader = uploaderOf(principal, named, permission);
    const batch = admitBatch(claims, uploader, ports);
    const { refusals } = batch;
    const fingerprint = fingerprintOf([{ mode }, ...claims]);
    // Refusals by the policy are found again when the batch is repeated; those by the store are remembered.
    const isPolicy = new Set(refusals.values());
    const remembered = (
      index: number,
      files: ReadonlyMap<number, PendingFile>,
    ): RememberedClaim => {
      const file = files.get(index);
      if (file) return { fileId: file.id };
      const refusal = refusals.get(index);
      if (!refusal || isPolicy.has(refusal)) return null;
      const { code, message, details } = refusal;
      return { code, message, details };
    };
    const remember = (files: ReadonlyMap<number, PendingFile>): IdempotentBatch | undefined =>
      idempotencyKey === undefined
        ? undefined
        : {
            key: idempotencyKey,
            fingerprint,
            claims: claims.map((_, index) => remembered(index, files)),
          };

    const isAll = mode === 'all';
    const added = await addBatch({ ...batch, uploader, isAll, remember }, ports);
    if (!('outcome' in added)) {
      const results = claims.map(async (claim, index): Promise<ClaimResult> => {
        const file = added.get(index);
        if (file) return issued(file, claim, principal, ports);
        const refusal = refusals.get(index);
        return refusal ? { outcome: 'refused', refusal } : { outcome: 'not_issued' };
      });
      return { results: await Promise.all(results), isReplay: false };
    }
    const known = added.claims;
    if (added.fingerprint !== fingerprint || known?.length !== claims.length) throw keyReused();
    const ids = known.flatMap((claim) => (claim && 'fileId' in claim ? [claim.fileId] : []));
    const files = await ports.findFiles(ids);
    const results = claims.map(async (claim, index): Promise<ClaimResult> => {
      const outcome = known[index];
      const found = outcome && 'fileId' in outcome ? files.get(outcome.fileId) : undefined;
      // One more read for each upload that has become a version of another file since.
      const file =
        found?.status === 'merged' ? await followMergedFile(ports.findFile)(found.id) : found;
      if (file) return issued(file, claim, principal, ports);
      if (outcome && 'code' in outcome) {
        const { code, message, details } = outcome;
        return { outcome: 'refused', refusal: new Refusal(code, message, details as never) };
      }
      return { outcome: 'refused', refusal: refusals.get(index) ?? keyReused() };
    });
    return { results: await Promise.all(results), isReplay: true };
  };

const issued = async (
  file: Parameters<typeof issueResponse>[0],
  claim: ClaimRequest | Refusal,
  principal: Principal,
  ports: IssueResponsePorts,
): Promise<ClaimResult> => ({
  outcome: 'issued',
  ...(await issueResponse(file, principal, claim instanceof Refusal ? {} : claim, ports)),
});
