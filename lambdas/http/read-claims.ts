// Reads the body of POST /files: one claim, or a batch of them.
import { Refusal } from '../domain/errors.ts';
import type { ClaimBatch } from '../issuing/issue-batch.ts';
import {
  batchAsRead,
  type ClaimRequest,
  claimSchema,
  type IssueRequest,
  issueRequestSchema,
} from './claim-requests.ts';
import type { ApiRequest } from './messages.ts';
import { check, readJson, refuseLarger } from './request.ts';

/** Largest body of a batch: 50 claims with captions of ordinary length. */
const MAX_BATCH_BYTES = 256 * 1024;

/** Reads one claim, or a batch: an object with `claims`. An invalid claim of a batch is read as its refusal. */
export async function readClaims(request: ApiRequest): Promise<IssueRequest | ClaimBatch> {
  const { body, size } = await readJson(request, MAX_BATCH_BYTES);
  const isBatch = typeof body === 'object' && body !== null && 'claims' in body;
  if (!isBatch) {
    refuseLarger(size);
    return check(issueRequestSchema, body, 'body');
  }
  const { claims, ...batch } = check(batchAsRead, body, 'body');
  return { ...batch, claims: claims.map(checkClaim) };
}

function checkClaim(claim: unknown): ClaimRequest | Refusal {
  try {
    return check(claimSchema, claim, 'claim');
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
