// Schemas of the fields whose values are names or addresses, each by the grammar that AWS or a standard defines.
import { isIP } from 'node:net';
import type { z } from 'zod';
import { field, record, show, text } from './config-fields.ts';

const label = '[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?';
const hostPattern = new RegExp(`^(?=.{1,253}$)(${label}\\.)*(?!\\d+$)${label}$`);

/** A machine: a name of the DNS (RFC 1123 §2.1), whose last part is no number, or an IP address. */
export const machine = field<string>(
  'a host name or an address, without a scheme and without a port',
  (value) => typeof value === 'string' && (isIP(value) !== 0 || hostPattern.test(value)),
);

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const emailPattern = new RegExp(
  `^(?=.{3,254}$)(?=[^@]{1,64}@)${atom}(\\.${atom})*@(${label}\\.)+${label}$`,
);

/** An address as RFC 5321 §4.1.2 has it, without quotes, with a domain of at least two parts. */
export const email = text('an email address', emailPattern);

/** Names that S3 keeps for itself, at either end (S3 User Guide, "General purpose bucket naming rules"). */
const reservedBucketNames =
  /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/** A bucket of the partition of commercial regions. */
export const bucketArn = field<string>(
  'the ARN of a versioned bucket such as arn:aws:s3:::files-copy, whose name follows the rules of S3',
  (value) => {
    if (typeof value !== 'string') return false;
    const [, name = ''] = /^arn:aws:s3:::([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])$/.exec(value) ?? [];
    return (
      name !== '' && !name.includes('..') && isIP(name) === 0 && !reservedBucketNames.test(name)
    );
  },
);

/** Systems Manager User Guide, "Parameter name requirements and constraints". */
const MAX_PARAMETER_LEVELS = 15;
const MAX_PARAMETER_CHARACTERS = 500;

/** The path of a parameter that exists already. */
export const parameterName = field<string>(
  `the name of an SSM parameter such as /app/directory: up to ${MAX_PARAMETER_LEVELS} parts of letters, digits, dots, hyphens and underscores, each after a slash, the first of which does not begin with aws or ssm`,
  (value) =>
    typeof value === 'string' &&
    value.length <= MAX_PARAMETER_CHARACTERS &&
    /^(\/[\w.-]+)+$/.test(value) &&
    value.split('/').length - 1 <= MAX_PARAMETER_LEVELS &&
    !/^\/(aws|ssm)/i.test(value),
);

/** A scope of OAuth 2.0 (RFC 6749 §3.3). */
export const scope = text(
  'a scope: printable ASCII characters without spaces, quotes and backslashes',
  /^[\x21\x23-\x5b\x5d-\x7e]+$/,
);

/** Cognito User Pools API Reference, "CreateGroup": no blanks and no control characters. */
export const isCognitoGroup = (name: string): boolean =>
  /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(name);

const tagCharacters = 'letters, digits, spaces and _ . : / = + - @';

/** Tags of AWS resources (IAM API Reference, "Tag"; AWS General Reference, "Tag naming limits and requirements"). */
export const tags = record(
  text(
    `the key of a tag: 1 to 128 ${tagCharacters}, not beginning with aws:, which AWS reserves`,
    /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu,
  ),
  text(`the value of a tag: up to 256 ${tagCharacters}`, /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u),
  'an object of values by key',
).superRefine(refuseSameKeys);

/** Other services distinguish the cases; IAM refuses a role with both (IAM User Guide, "Tagging IAM resources"). */
function refuseSameKeys(all: Readonly<Record<string, string>>, context: z.RefinementCtx): void {
  const seen = new Map<string, string>();
  for (const key of Object.keys(all)) {
    const other = seen.get(key.toLowerCase());
    const message = `has the key ${show(other)} in another case, which IAM takes for the same one; remove one of them`;
    if (other !== undefined) context.addIssue({ code: 'custom', path: [key], message });
    seen.set(key.toLowerCase(), key);
  }
}
