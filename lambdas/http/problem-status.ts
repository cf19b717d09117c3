// The HTTP status of every error code.
import type { RefusalCode } from '../domain/errors.ts';

/** Each error code with its HTTP status. */
export const problemStatus = {
  invalid_request: 400,
  unauthorized: 401,
  forbidden: 403,
  quota_exceeded: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_ready: 409,
  variant_not_available: 409,
  conflict: 409,
  idempotency_key_reused: 409,
  upload_expired: 409,
  upload_gone: 409,
  sharing_limit_reached: 409,
  list_too_long: 409,
  parts_incomplete: 409,
  request_too_large: 413,
  file_too_large: 413,
  type_not_allowed: 415,
  too_many_requests: 429,
} as const satisfies Record<RefusalCode, number>;
