// The refusal that an answer below 500 means.
import type { Problem, ProblemDetails } from './contract.ts';
import { AirlockRefusal } from './errors.ts';

/** The empty value of each detail of a code, for answers without it. */
const detailsByCode: { readonly [Code in keyof ProblemDetails]: object } = {
  invalid_request: { issues: [] },
  unauthorized: {},
  forbidden: {},
  quota_exceeded: { resource: '', used: 0, limit: 0, needed: 0 },
  not_found: {},
  method_not_allowed: { allowed: [] },
  not_ready: { fileStatus: '' },
  variant_not_available: { variant: '', state: '' },
  conflict: {},
  idempotency_key_reused: {},
  upload_expired: { expiresAt: '' },
  upload_gone: {},
  sharing_limit_reached: { resource: '', limit: 0 },
  list_too_long: { limit: 0 },
  parts_incomplete: { missing: [], wrong: [] },
  request_too_large: { maxBytes: 0 },
  file_too_large: { size: 0, maxBytes: 0 },
  type_not_allowed: { contentType: '', allowed: [] },
  too_many_requests: { retryAfterSeconds: 0 },
};

const codeByStatus: Readonly<Record<number, Problem['code']>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  413: 'request_too_large',
  429: 'too_many_requests',
  431: 'request_too_large',
};

/**
 * A refusal from an answer below 500: problem+json as it is; API Gateway's own `{"message"}`, and a code that this version does
 * not know, by the status, so that callers need only the codes of the contract. A detail that is missing has its empty value.
 */
export function refusalFrom(status: number, body: unknown, retryAfterSeconds = 1): AirlockRefusal {
  const answer = (body ?? {}) as Partial<Record<string, unknown>>;
  const isKnown = Object.hasOwn(detailsByCode, String(answer.code));
  const code = isKnown ? (answer.code as Problem['code']) : codeByStatus[status];
  const { detail = answer.message } = answer;
  return new AirlockRefusal({
    ...detailsByCode[code ?? 'invalid_request'],
    ...(code === 'too_many_requests' && { retryAfterSeconds }),
    title: code ?? 'invalid_request',
    status,
    ...(isKnown && answer),
    code: code ?? 'invalid_request',
    detail: typeof detail === 'string' ? detail : `The server answered ${status}.`,
  } as Problem);
}
