// The refusal that an answer below 500 means.
import type { Problem, ProblemDetails } from './contract.ts';
import { AirlockRefusal } from './errors.ts';

/** A value for each detail of a code: its type is what an answer must have, and it stands in where a code is made of a status. */
const detailsByCode: { readonly [Code in keyof ProblemDetails]: object } = {
  invalid_request: { issues: [] },
  unauthorized: {},
  forbidden: {},
  quota_exceeded: { resource: '', used: 0, limit: 0, needed: 0 },
  not_found: {},
  not_ready: { fileStatus: '' },
  conflict: {},
  idempotency_key_reused: {},
  upload_expired: { expiresAt: '' },
  upload_gone: {},
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
  409: 'conflict',
  429: 'too_many_requests',
};

/**
 * A refusal from an answer below 500: problem+json as it is; API Gateway's own `{"message"}`, and a code that this version does
 * not know, by the status, so that callers need one vocabulary only.
 */
export function refusalFrom(status: number, body: unknown, retryAfterSeconds = 1): AirlockRefusal {
  if (isProblem(body)) return new AirlockRefusal(body);
  const { detail, message } = (body ?? {}) as { detail?: unknown; message?: unknown };
  const sentence = [detail, message].find((text) => typeof text === 'string');
  const code = codeByStatus[status] ?? 'invalid_request';
  return new AirlockRefusal({
    ...detailsByCode[code],
    ...(code === 'too_many_requests' && { retryAfterSeconds }),
    code,
    status,
    title: code,
    detail: sentence ?? `The server answered ${status}.`,
  } as Problem);
}

function isProblem(body: unknown): body is Problem {
  const { code, detail, ...rest } = (body ?? {}) as Partial<Record<string, unknown>>;
  if (typeof code !== 'string' || typeof detail !== 'string') return false;
  if (!Object.hasOwn(detailsByCode, code)) return false;
  return Object.entries(detailsByCode[code as Problem['code']]).every(
    ([name, example]) =>
      typeof rest[name] === typeof example && Array.isArray(rest[name]) === Array.isArray(example),
  );
}
