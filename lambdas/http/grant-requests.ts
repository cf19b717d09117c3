// The HTTP contract, requests: whom a file is shared with.
import * as z from 'zod/mini';

/** Who a file can be shared with, as in the path of a grant: `user:<sub>` or `group:<name>`. */
export const granteeSchema = z
  .string()
  .check(z.regex(/^(?:user|group):\P{Cc}{1,255}$/u, 'has to be user:<sub> or group:<name>'));
