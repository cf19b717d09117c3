// The HTTP contract, requests: fields that several requests have.
import * as z from 'zod/mini';

/** `sub` of a principal. */
export const owner = z.string().check(z.minLength(1), z.maxLength(255));

// Text for people: no control characters and no half of a surrogate pair, which UTF-8 cannot hold, and line breaks only
// where a text may have lines.
/** One line for people. */
export const title = z
  .string()
  .check(
    z.minLength(1),
    z.maxLength(200),
    z.regex(/^[^\p{Cc}\p{Cs}]*$/u, 'may hold neither control characters nor line breaks'),
  );
/** Text for people. */
export const caption = z
  .string()
  .check(
    z.minLength(1),
    z.maxLength(2000),
    z.regex(
      /^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u,
      'may hold no control characters but line breaks and tabs',
    ),
  );
