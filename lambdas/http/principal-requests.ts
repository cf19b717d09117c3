// The HTTP contract, requests: lookups of people.
import * as z from 'zod/mini';

/** Most subjects of one lookup: each is one request to Cognito. */
const MAX_LOOKUP_SUBS = 10;
const searched = z
  .string()
  .check(z.regex(/^[^\p{Cc}\p{Cs}]{1,255}$/u, 'has to be 1 to 255 characters'));

/** Body of `POST /principals/lookups`: a name, or subjects. */
export const principalLookupSchema = z.union([
  z.strictObject({
    /** With Cognito a whole mail address; with your own directory any text by which it finds people. */
    name: searched,
  }),
  z.strictObject({
    /** Subjects whose names are wanted, 1 to 10. */
    subs: z.array(searched).check(z.minLength(1), z.maxLength(MAX_LOOKUP_SUBS)),
  }),
]);
export type PrincipalLookupRequest = z.infer<typeof principalLookupSchema>;
