// The HTTP contract of lookups in the directory, what comes back.
import * as z from 'zod/mini';

/** Answer of `POST /principals/lookups`; who is not in the directory is left out. */
export const principalsResponseSchema = z.object({
  principals: z.array(
    z.object({
      /** `user:<sub>`, as grants name it. */
      principal: z.string(),
      /** The name to show: a mail address, or what your directory answers. */
      name: z.string(),
    }),
  ),
});
export type PrincipalsResponse = z.infer<typeof principalsResponseSchema>;
