// The claims of a batch before anything is stored: which of them the policy and the quota alone refuse.
import { invalid, Refusal } from '../domain/errors.ts';
import type { AdmittedClaim } from '../domain/policy.ts';
import { exceedingSizes, limitsOf, NO_USAGE } from '../domain/quota.ts';
import type { Uploader } from '../domain/upload-permission.ts';
import type { ClaimRequest } from '../http/claim-requests.ts';
import { admitRequest, type PendingFilePorts } from './pending-file.ts';

/** Claims by their index in the batch: those admitted so far, and the refusals of the others. */
export interface AdmittedBatch {
  readonly admitted: Map<number, AdmittedClaim>;
  readonly refusals: Map<number, Refusal>;
}

/** Most claims of a batch that replace a file: each is one more write of a transaction, which has at most 100. */
const MAX_REPLACING = 48;

/** Admits each claim by itself; one that is a `Refusal` did not have the form of a claim. */
export function admitBatch(
  claims: readonly (ClaimRequest | Refusal)[],
  uploader: Uploader,
  ports: Pick<PendingFilePorts, 'config' | 'now'>,
): AdmittedBatch {
  const batch: AdmittedBatch = { admitted: new Map(), refusals: new Map() };
  const replaced = new Set<string>();
  for (const [index, claim] of claims.entries()) {
    try {
      if (claim instanceof Refusal) throw claim;
      const admitted = admitRequest(claim, uploader, ports);
      if (claim.replaces !== undefined) addReplaced(replaced, claim.replaces);
      batch.admitted.set(index, admitted);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      batch.refusals.set(index, error);
    }
  }
  const sizes = new Map([...batch.admitted].map(([index, { size }]) => [index, size]));
  for (const [index, refusal] of exceedingSizes(
    NO_USAGE,
    limitsOf(uploader.owner, ports.config),
    sizes,
  )) {
    batch.admitted.delete(index);
    batch.refusals.set(index, refusal);
  }
  return batch;
}

function addReplaced(replaced: Set<string>, id: string): void {
  if (replaced.has(id)) {
    throw invalid('replaces', 'names a file that another claim of this batch replaces.');
  }
  if (replaced.size === MAX_REPLACING) {
    throw invalid('replaces', `is in more than ${MAX_REPLACING} claims; send a second batch.`);
  }
  replaced.add(id);
}
