// The policy document of a POST form: its grammar, and whether a form satisfies it.
import { S3Error } from './errors.ts';

const MAX_POLICY_AGE_MS = 60 * 60 * 1000;

/** One rule about a form field. `text` is how errors quote it. */
interface FieldCondition {
  readonly kind: 'eq' | 'starts-with';
  /** Lower case, without `$`. */
  readonly field: string;
  readonly value: string;
  readonly text: string;
}

/** A parsed policy. Sizes are of the file alone, in bytes, inclusive. */
export interface PostPolicy {
  readonly expiration: Date;
  readonly conditions: readonly FieldCondition[];
  readonly minBytes: number;
  readonly maxBytes: number;
}

/** Parses the base64 of a policy. Throws InvalidPolicyDocument, and AccessDenied where S3 does. */
export function parsePolicy(base64: string): PostPolicy {
  const document = decodePolicy(base64);
  if (!('expiration' in document)) throw invalid('Policy missing expiration.');
  if (!('conditions' in document)) throw invalid('Policy missing conditions.');
  const extra = Object.keys(document).find((name) => !/^(expiration|conditions)$/.test(name));
  if (extra !== undefined) throw invalid(`Unexpected: "${extra}"`);
  const { expiration, conditions } = document;
  if (typeof expiration !== 'string') throw invalid('Invalid JSON.');
  if (!Array.isArray(conditions)) throw invalid("Invalid 'conditions' value: must be a List.");
  const expires = parseExpiration(expiration);

  const fields: FieldCondition[] = [];
  let minBytes = 0;
  let maxBytes = Number.POSITIVE_INFINITY;
  for (const condition of conditions as unknown[]) {
    const parsed = parseCondition(condition);
    if ('field' in parsed) fields.push(parsed);
    else {
      minBytes = Math.max(minBytes, parsed.minBytes);
      maxBytes = Math.min(maxBytes, parsed.maxBytes);
    }
  }
  return { expiration: expires, conditions: fields, minBytes, maxBytes };
}

/** Refuses an expired policy, and one signed over an hour ago whatever its expiration says. */
export function requireFreshPolicy(policy: PostPolicy, signedAtMs: number, now: Date): void {
  const isOld = now.getTime() - signedAtMs > MAX_POLICY_AGE_MS;
  if (isOld || policy.expiration <= now) throw denied('Policy expired.');
}

/**
 * Refuses a form with a field no condition covers, or with a condition no field satisfies. The
 * bucket and key are those of the request; names of fields are in lower case.
 */
export function checkForm(
  policy: PostPolicy,
  bucket: string,
  fields: ReadonlyMap<string, string>,
): void {
  const covered = new Set(policy.conditions.map(({ field }) => field));
  for (const field of fields.keys()) {
    if (!isExempt(field) && !covered.has(field)) throw denied(`Extra input fields: ${field}`);
  }
  for (const condition of policy.conditions) {
    const value = condition.field === 'bucket' ? bucket : fields.get(condition.field);
    if (value === undefined || !isMet(condition, value)) {
      throw denied(`Policy Condition failed: ${condition.text}`);
    }
  }
  if (!covered.has('bucket')) throw denied('Extra input fields: bucket');
}

function isExempt(field: string): boolean {
  return /^(x-amz-signature|file|policy|awsaccesskeyid|x-ignore-.*)$/s.test(field);
}

function isMet({ kind, field, value: wanted }: FieldCondition, value: string): boolean {
  if (kind === 'eq') return value === wanted;
  if (field !== 'content-type') return value.startsWith(wanted);
  return value.split(',').every((type) => type.trim().startsWith(wanted));
}

function decodePolicy(base64: string): Record<string, unknown> {
  const text = base64.trim();
  if (text === '') throw invalid("Expecting '{' but found End-of-Input");
  if (!/^[A-Za-z0-9+/\s]+={0,2}$/.test(text)) throw invalid('invalid Base64 encoding.');
  try {
    const utf8 = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64'));
    const document: unknown = JSON.parse(utf8);
    if (isRecord(document)) return document;
  } catch {
    // Not UTF-8 or not JSON: the same to S3.
  }
  throw invalid('Invalid JSON.');
}

function parseExpiration(text: string): Date {
  const isIso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const time = isIso ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw invalid(`Invalid 'expiration' value: '${text}'`);
  return new Date(time);
}

function parseCondition(
  condition: unknown,
): FieldCondition | Pick<PostPolicy, 'minBytes' | 'maxBytes'> {
  if (isRecord(condition)) return parseSimpleCondition(condition);
  if (!Array.isArray(condition)) {
    throw invalid('Invalid condition test: must be a List or Object.');
  }
  const [operation, ...operands] = condition as unknown[];
  if (condition.length === 0) throw invalid('Invalid Condition: missing operation identifier.');
  if (typeof operation !== 'string') throw invalid('Invalid JSON.');
  if (!/^(eq|starts-with|content-length-range)$/.test(operation)) {
    throw invalid(`Invalid Condition: unknown operation '${operation}'.`);
  }
  if (operands.length !== 2) throw invalid(`Invalid ${operation}: wrong number of arguments.`);
  if (operation === 'content-length-range') {
    return { minBytes: parseSize(operands[0]), maxBytes: parseSize(operands[1]) };
  }
  const [reference, value] = operands;
  const text = `[${condition.map((part) => JSON.stringify(part)).join(', ')}]`;
  if (typeof reference !== 'string') throw invalid('Invalid JSON.');
  if (typeof value !== 'string' && typeof value !== 'number') throw invalid('Invalid JSON.');
  if (!/^\$\s*\S/.test(reference)) throw denied(`Policy Condition failed: ${text}`);
  return {
    kind: operation === 'eq' ? 'eq' : 'starts-with',
    field: reference.slice(1).toLowerCase(),
    value: String(value),
    text,
  };
}

function parseSimpleCondition(condition: Record<string, unknown>): FieldCondition {
  const [entry, ...others] = Object.entries(condition);
  if (!entry || others.length > 0) {
    throw invalid(
      'Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.',
    );
  }
  const [name, value] = entry;
  if (typeof value !== 'string') {
    throw invalid('Invalid Simple-Condition: value must be a string.');
  }
  const field = name.toLowerCase();
  const text = `["eq", ${JSON.stringify(`$${field}`)}, ${JSON.stringify(value)}]`;
  if (field.trim() === '') throw denied(`Policy Condition failed: ${text}`);
  return { kind: 'eq', field, value, text };
}

/** A whole number, also in quotes. */
function parseSize(operand: unknown): number {
  const size = typeof operand === 'string' && /^-?\d+$/.test(operand) ? Number(operand) : operand;
  if (typeof size !== 'number' || !Number.isSafeInteger(size)) throw invalid('Invalid JSON.');
  return size;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(message: string): S3Error {
  return new S3Error('InvalidPolicyDocument', `Invalid Policy: ${message}`);
}

function denied(message: string): S3Error {
  return new S3Error('AccessDenied', `Invalid according to Policy: ${message}`);
}
