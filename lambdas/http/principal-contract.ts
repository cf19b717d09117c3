// The HTTP contract of lookups in the directory, answers.
import * as z from 'zod/mini';

/** Answer of `POST /principals/lookups`; people who are not in the directory are left out. */
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
