// CORS as S3 does it: preflights answered from the bucket's rules, headers on actual answers.

import { S3Error } from './errors.ts';
import type { CorsRule } from './records.ts';
import type { S3Request } from './request.ts';
import type { S3Response } from './response.ts';

const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

/** Answers an OPTIONS request, or throws AccessForbidden when no rule matches. */
export function preflight(request: S3Request, rules: readonly CorsRule[] | undefined): S3Response {
  const origin = request.header('origin');
  const method = request.header('access-control-request-method');
  if (origin === undefined) {
    throw new S3Error('BadRequest', 'Insufficient information. Origin request header needed.');
  }
  if (method === undefined || !/^(GET|PUT|POST|DELETE|HEAD)$/.test(method)) {
    throw new S3Error('BadRequest', `Invalid Access-Control-Request-Method: ${method ?? 'null'}`);
  }
  const asked = listOf(request.header('access-control-request-headers'));
  const rule = findRule(rules, origin, method, asked);
  if (!rule) throw forbidden(rules, method, request.key === '' ? 'BUCKET' : 'OBJECT');
  return {
    status: 200,
    headers: {
      ...allowHeaders(rule, origin),
      'access-control-allow-headers': asked.join(', ') || undefined,
      'access-control-max-age': rule.maxAgeSeconds,
    },
  };
}

/** Headers for the answer to an actual request, also when that answer is an error. */
export function corsHeaders(
  request: S3Request,
  rules: readonly CorsRule[] | undefined,
): Record<string, string | undefined> {
  const origin = request.header('origin');
  const rule = origin === undefined ? undefined : findRule(rules, origin, request.method, []);
  return rule && origin !== undefined ? allowHeaders(rule, origin) : {};
}

function findRule(
  rules: readonly CorsRule[] | undefined,
  origin: string,
  method: string,
  headers: readonly string[],
): CorsRule | undefined {
  return rules?.find(
    (rule) =>
      rule.allowedMethods.includes(method) &&
      rule.allowedOrigins.some((pattern) => isLike(pattern, origin)) &&
      headers.every((header) =>
        rule.allowedHeaders.some((pattern) => isLike(pattern.toLowerCase(), header)),
      ),
  );
}

function allowHeaders(rule: CorsRule, origin: string): Record<string, string | undefined> {
  const isAnyone = rule.allowedOrigins.includes('*');
  return {
    'access-control-allow-origin': isAnyone ? '*' : origin,
    'access-control-allow-credentials': isAnyone ? undefined : 'true',
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    'access-control-expose-headers': rule.exposedHeaders.join(', ') || undefined,
    vary: VARY,
  };
}

/** A pattern may hold one `*`, which stands for any text. */
function isLike(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}

function listOf(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
}

function forbidden(
  rules: readonly CorsRule[] | undefined,
  method: string,
  resourceType: string,
): S3Error {
  const reason = rules?.length
    ? "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
    : 'CORS is not enabled for this bucket.';
  return new S3Error('AccessForbidden', {
    message: `CORSResponse: ${reason}`,
    elements: { Method: method, ResourceType: resourceType },
  });
}
