// The HTTP contract, requests: the usage of an owner.
import * as z from 'zod/mini';
import { owner } from './request-fields.ts';

/** Query of `GET /usage`. */
export const usageRequestSchema = z.strictObject({
  /** For services: `sub` of the owner whose usage is asked for. Default: the caller. */
  owner: z.optional(owner),
});
