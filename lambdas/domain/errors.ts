// The closed list of error codes that the API answers with, and their details.

/** The details of each refusal beside its message, keyed by its stable code. */
export interface RefusalDetails {
  invalid_request: { readonly issues: readonly RequestIssue[] };
  unauthorized: Record<never, never>;
  forbidden: Record<never, never>;
  quota_exceeded: {
    readonly resource: 'bytes' | 'files';
    readonly used: number;
    readonly limit: number;
    readonly needed: number;
  };
  not_found: Record<never, never>;
  /** The path is known, but not with this method. */
  method_not_allowed: { readonly allowed: readonly string[] };
  not_ready: { readonly fileStatus: string };
  variant_not_available: {
    readonly variant: string;
    /** `none`: no such variant is ever made of the file. */
    readonly state: 'preparing' | 'failed' | 'none';
  };
  conflict: Record<never, never>;
  idempotency_key_reused: Record<never, never>;
  upload_expired: { readonly expiresAt: string };
  upload_gone: Record<never, never>;
  sharing_limit_reached: { readonly resource: 'grants' | 'links'; readonly limit: number };
  /** The list cannot be sorted as asked: it has more than `limit` entries. */
  list_too_long: { readonly limit: number };
  parts_incomplete: {
    /** Part numbers that S3 does not hold, at most 1,000 of them. */
    readonly missing: readonly number[];
    /** Part numbers whose size is not the planned one, at most 1,000 of them. */
    readonly wrong: readonly number[];
  };
  request_too_large: { readonly maxBytes: number };
  file_too_large: { readonly size: number; readonly maxBytes: number };
  type_not_allowed: { readonly contentType: string; readonly allowed: readonly string[] };
  too_many_requests: { readonly retryAfterSeconds: number };
}

/** One thing wrong with a request; `field` is a dotted path into the body, a header or a query name. */
export interface RequestIssue {
  readonly field: string;
  readonly message: string;
}

/** A stable, machine-readable name of a refusal. */
export type RefusalCode = keyof RefusalDetails;

/** An expected refusal. The caller receives it as problem+json; anything else that is thrown is a failure. */
export class Refusal<Code extends RefusalCode = RefusalCode> extends Error {
  readonly code: Code;
  readonly details: RefusalDetails[Code];

  /** `message` is one sentence for people: what was wrong, what was expected, what to do. */
  constructor(code: Code, message: string, details: RefusalDetails[Code]) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }
}

/** Storage throttled a request, or the request conflicted with others, until its retries were used up. */
export class ThrottledError extends Error {
  override readonly name = 'ThrottledError';
}

/** The refusal for one wrong field of a request. */
export const invalid = (field: string, message: string): Refusal<'invalid_request'> =>
  new Refusal('invalid_request', `${field}: ${message}`, { issues: [{ field, message }] });

/** The refusal for what does not exist and for what the caller may not know exists: the same message. */
export const notFound = (): Refusal<'not_found'> =>
  new Refusal('not_found', 'There is no such file, or it is not shared with you.', {});

/** The refusal of one more grant or link than a file may have. */
export const sharingLimitReached = (
  resource: 'grants' | 'links',
  limit: number,
): Refusal<'sharing_limit_reached'> =>
  new Refusal(
    'sharing_limit_reached',
    `The file has ${limit} ${resource}, as many as it may have. Remove one that is no longer needed.`,
    { resource, limit },
  );
