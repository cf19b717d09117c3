// What the operations of an upload share, whether an access token or an upload permission authorizes them.
import type { RefusalCode } from '../domain/errors.ts';
import { issueBodySchema } from './batch-requests.ts';
import { idempotencyKeySchema } from './claim-requests.ts';
import { batchResponseSchema, issuedSchema } from './contract.ts';
import type { Operation } from './operation.ts';

/** What issuing uploads takes, and its successful answers. */
export const issuing = {
  headers: { 'Idempotency-Key': idempotencyKeySchema },
  body: issueBodySchema,
  successes: {
    201: { description: 'Every upload is issued.', schema: issuedSchema },
    200: {
      description: 'The same request was answered before; this is what it issued.',
      schema: issuedSchema,
    },
    207: { description: 'Not every claim of the batch is issued.', schema: batchResponseSchema },
  },
} satisfies Partial<Operation>;

/** Errors of every operation on the parts of an upload. */
export const partsProblems = [
  'not_found',
  'not_ready',
  'conflict',
  'upload_expired',
  'upload_gone',
] as const satisfies readonly RefusalCode[];
