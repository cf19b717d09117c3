// The HTTP contract, requests: batches of claims, as the API description has them; functions read each claim by itself.
import * as z from 'zod/mini';
import { batchMode, claimSchema, issueRequestSchema, MAX_BATCH_CLAIMS } from './claim-requests.ts';
import { owner } from './request-fields.ts';

/** Body of `POST /files` for several files at once. */
export const batchRequestSchema = z.strictObject({
  /** `each`: issues every claim that can be issued. `all`: issues every claim or none. Default: `each`. */
  mode: batchMode,
  /** For services: `sub` of the principal whose files they become. Default: the caller. */
  owner: z.optional(owner),
  /** The claims, 1 to 50. */
  claims: z.array(claimSchema).check(z.minLength(1), z.maxLength(MAX_BATCH_CLAIMS)),
});
export type BatchRequest = z.input<typeof batchRequestSchema>;

/** Body of `POST /files`: one claim or a batch. */
export const issueBodySchema = z.union([issueRequestSchema, batchRequestSchema]);
