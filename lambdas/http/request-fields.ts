// The HTTP contract, requests: fields that several requests have.
import * as z from 'zod/mini';
import { MAX_SUB_LENGTH } from '../domain/identity.ts';

/** A text that UTF-8 can hold: without half of a surrogate pair, which a table would keep as another character. */
export const wellFormed = z.regex(/^[^\ud800-\udfff]*$/u, 'may not hold half of a surrogate pair');

/** `sub` of a principal. */
export const owner = z.string().check(z.minLength(1), z.maxLength(MAX_SUB_LENGTH), wellFormed);

const FIRST_MOMENT = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * A time with its zone. Lists compare times as text in UTC, where a year outside 0000 to 9999 has a sign and six digits
 * (ECMA-262, section 21.4.1.32.1) and stands before all others.
 */
export const moment = z.iso
  .datetime({ offset: true, error: 'has to be a time such as 2026-11-22T10:00:00Z' })
  .check(
    z.refine((time) => {
      const at = Date.parse(time);
      // A text that is no time has another message.
      return Number.isNaN(at) || (at >= FIRST_MOMENT && at <= LAST_MOMENT);
    }, 'has to be in the years 0000 to 9999 of UTC'),
  );

// Text for people: no control characters and no half of a surrogate pair, which UTF-8 cannot hold, and line breaks only
// where a text may have lines.
const oneLine = (maxLength: number) =>
  z
    .string()
    .check(
      z.minLength(1),
      z.maxLength(maxLength),
      z.regex(/^[^\p{Cc}\p{Cs}]*$/u, 'may hold neither control characters nor line breaks'),
    );
/** One line for people. */
export const title = oneLine(200);
/** Who sends a link, for people. */
export const sender = oneLine(100);
/** Text for people. Line breaks as forms send them, CR and LF, become LF. */
export const caption = z.string().check(
  z.overwrite((text) => text.replaceAll('\r\n', '\n')),
  z.minLength(1),
  z.maxLength(2000),
  z.regex(
    /^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u,
    'may hold no control characters but line breaks and tabs',
  ),
);
