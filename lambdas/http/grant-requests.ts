// The HTTP contract, requests: whom a file is shared with.
import * as z from 'zod/mini';
import { MAX_GRANTEE_NAME } from '../domain/access.ts';

/** Who a file can be shared with, as in the path of a grant: `user:<sub>` or `group:<name>`. */
export const granteeSchema = z.string().check(
  z.regex(/^(?:user|group):\P{Cc}+$/u, 'has to be user:<sub> or group:<name>'),
  z.refine(
    (grantee) => grantee.length - grantee.indexOf(':') - 1 <= MAX_GRANTEE_NAME,
    `has a name of more than ${MAX_GRANTEE_NAME} characters`,
  ),
);
