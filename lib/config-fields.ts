// The kinds of fields in airlock.config.ts, each with the message about a wrong value.

import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';
import { bytesInWords } from '../lambdas/domain/bytes-in-words.ts';
import { isKnownContentType } from '../lambdas/domain/content-types.ts';

/** A value that passes the check; the message about any other one names it and what was expected. */
export const field = <T>(expected: string, isRight: (value: T) => boolean) =>
  // Without aborting, so that checks of the whole still run and one message names every wrong field.
  z.custom<T>((value) => isRight(value as T), { error: answer(expected), abort: false });

/** The message about a wrong value. */
export const answer = (expected: string) => (issue: { readonly input?: unknown }) =>
  `${issue.input === undefined ? 'is missing' : `is ${show(issue.input)}`}; expected ${expected}`;

/** A longer value is shown by its beginning. */
const MAX_SHOWN_CHARACTERS = 200;

/** A value in an error, as a configuration has it. */
export function show(value: unknown): string {
  const whole = spell(value);
  return whole.length <= MAX_SHOWN_CHARACTERS ? whole : `${whole.slice(0, MAX_SHOWN_CHARACTERS)}…`;
}

/** JSON writes none of NaN, big integers and functions; constructs refer to each other in circles. */
function spell(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return 'an object';
  }
}

/** Text that matches the pattern. */
export const text = (expected: string, pattern: RegExp) =>
  field<string>(expected, (value) => typeof value === 'string' && pattern.test(value));

/** A whole number within bounds. */
export const integer = (what: string, min: number, max: number) =>
  field<number>(
    `${what}, a whole number from ${min} to ${max}`,
    (value) => Number.isInteger(value) && value >= min && value <= max,
  );

/** A whole number of bytes within bounds, which the message about a wrong one also gives in words. */
export const bytes = (min: number, max: number) =>
  field<number>(
    `bytes, a whole number from ${bothWays(min)} to ${bothWays(max)}`,
    (value) => Number.isInteger(value) && value >= min && value <= max,
  );

/** A number of bytes as it is written in a configuration, and in words if these are shorter. */
const bothWays = (count: number): string =>
  count < 1024 ? String(count) : `${count} (${bytesInWords(count)})`;

/** One of these names. */
export const oneOf = <const Name extends string>(...names: Name[]) =>
  field<Name>(names.map((name) => `'${name}'`).join(' or '), (value) => names.includes(value));

/** Yes or no. */
export const flag = field<boolean>('true or false', (value) => typeof value === 'boolean');

/** A list without duplicates. */
export const list = <T extends z.ZodType>(item: T, what: string, minLength = 0) =>
  z
    .array(item, { error: answer(`a list of ${what}`) })
    .min(minLength, { error: answer(`a list of at least ${minLength} of ${what}`) })
    .superRefine((values, context) => {
      for (const [index, value] of values.entries()) {
        if (values.indexOf(value) < index) {
          const message = `is ${show(value)} again; remove the second mention`;
          context.addIssue({ code: 'custom', path: [index], message });
        }
      }
    });

/** An object with exactly these fields. */
export const object = <Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  expected = `an object with ${Object.keys(shape).join(', ')}`,
) => z.strictObject(shape, { error: answer(expected) });

/** An object whose keys are names of one kind, with one kind of value under each. */
export const record = <Key extends z.ZodType<string>, Value extends z.ZodType>(
  key: Key,
  value: Value,
  expected: string,
) =>
  z.record(key, value, {
    error: (issue) =>
      issue.code === 'invalid_key' ? issue.issues[0]?.message : answer(expected)(issue),
  });

/** A type by which uploads can be judged; parameters say nothing about the bytes, so that validation could not check them. */
export const contentType = field<string>(
  'a content type that lambdas/domain/known-types.ts lists, such as image/jpeg, without parameters, or one of the families image/*, video/*, audio/*, text/*, office and *; correct the spelling, or remove it',
  (value) => typeof value === 'string' && !value.includes(';') && isKnownContentType(value),
);

const isLoopback = ({ hostname }: URL) =>
  hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';

/** Browsers hash and sign in on secure pages only: those with TLS, or of this machine. */
const isSecure = (url: URL) =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));

/** What a browser sends as `Origin` (RFC 6454). */
export const origin = field<string>(
  'an exact origin such as https://app.example.com: https (http for localhost only), lower case, no wildcard, no path and no slash at the end',
  (value) => {
    const url = parseUrl(value);
    return url !== undefined && url.origin === value && isSecure(url) && !value.includes('*');
  },
);

/** The address of static files: a path from the root, or a whole URL. */
export const publicPath = field<string>(
  "a path such as '/' or '/static/', or a URL such as https://cdn.example.com/static/, with a slash at the end",
  (value) => {
    if (typeof value !== 'string' || !/^[^?#\s\\]*\/$/.test(value)) return false;
    const url = parseUrl(value);
    return url ? isSecure(url) : !value.startsWith('//') && value.startsWith('/');
  },
);

/** The `iss` of an OIDC issuer, compared exactly (OpenID Connect Core §2). */
export const issuer = field<string>(
  'the URL of an OIDC issuer such as https://login.example.com: https (http for localhost only), exactly as in its tokens, without user, password and query',
  (value) => {
    const url = parseUrl(value);
    return url !== undefined && isSecure(url) && !hasUser(url) && !/[?#]/.test(value);
  },
);

/** Where an issuer's keys are. */
export const keysUrl = field<string>(
  'the URL of a set of public keys such as https://login.example.com/jwks: https (http for localhost only), without user, password and fragment',
  (value) => {
    const url = parseUrl(value);
    return url !== undefined && isSecure(url) && !hasUser(url) && !value.includes('#');
  },
);

const hasUser = ({ username, password }: URL): boolean => username !== '' || password !== '';

/** A URL as it is sent (RFC 3986 §2): the parser would remove blanks at its ends and line breaks within it. */
export const parseUrl = (value: unknown): URL | undefined =>
  typeof value === 'string' && /^[\x21-\x7e]+$/.test(value) && URL.canParse(value)
    ? new URL(value)
    : undefined;

const retentions = Object.values(RetentionDays).filter(
  (days) => typeof days === 'number' && days !== RetentionDays.INFINITE,
);

/** Days that CloudWatch Logs can keep a log; it takes no others. */
export const retentionDays = field<number>(
  `days that CloudWatch offers: ${retentions.join(', ')}`,
  (value) => retentions.includes(value),
);

/** An object with these members, which is how a construct of any version of the CDK is recognized. */
export const having = (expected: string, ...members: readonly string[]) =>
  field<object>(
    expected,
    (value) =>
      typeof value === 'object' && value !== null && members.every((member) => member in value),
  );
