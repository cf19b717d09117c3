// Writes docs/errors.md: each error code of the API with its status, its cause and what to do.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RefusalCode } from '../lambdas/domain/errors.ts';
import { problemStatus } from '../lambdas/http/problem-status.ts';
import { apiSchemas, problemName } from './api-schemas.ts';
import { projectRoot } from './project.ts';

/** The cause of a code, and what its receiver can do. */
interface Advice {
  readonly cause: string;
  readonly remedy: string;
}

const advice: Readonly<Record<RefusalCode | 'internal', Advice>> = {
  invalid_request: {
    cause:
      'A field, a parameter or a header is missing, unknown, given twice or has a wrong value.',
    remedy: 'Correct what `issues` names; each has its `field` and a `message`.',
  },
  unauthorized: {
    cause: 'The Authorization header holds no single valid bearer token.',
    remedy: 'Sign in again and send the access token once, as `Bearer <token>`.',
  },
  forbidden: {
    cause: 'The caller may see the file or the collection, but not do this with it.',
    remedy: 'Ask the owner or an administrator of the collection; repeating does not help.',
  },
  quota_exceeded: {
    cause: 'The file does not fit into the quota of its owner; uploads in progress count.',
    remedy: 'Delete files, or cancel uploads; `used`, `limit` and `needed` say how much.',
  },
  not_found: {
    cause: 'There is no such file, link or path, or the caller may not know that there is one.',
    remedy:
      'Check the path, the id and the account; a link may have expired or been revoked. `GET /openapi.json` lists every path.',
  },
  method_not_allowed: {
    cause: 'The path exists, but not with this method.',
    remedy: 'Use one of the methods in `allowed`; the header `Allow` has them, too.',
  },
  not_ready: {
    cause: 'The file is not in the status that this needs; `fileStatus` says which one it has.',
    remedy: 'Wait until a pending file is ready. A rejected or deleted file stays as it is.',
  },
  variant_not_available: {
    cause:
      'The variant that was asked for, or the sanitized copy that the collection serves, does not exist; `state` says whether it is being prepared, has failed, or is never made of this file.',
    remedy:
      'Ask again in a moment while it is `preparing`. Otherwise ask for the file itself, or upload the picture in another format.',
  },
  conflict: {
    cause: 'Another request changed the same file first.',
    remedy: 'Read the file again and repeat the request with its present `revision`.',
  },
  idempotency_key_reused: {
    cause: 'The Idempotency-Key was sent before with another request.',
    remedy: 'Use a new key for each new request.',
  },
  upload_expired: {
    cause: 'The upload was not finished before `expiresAt`.',
    remedy: 'Issue a new upload.',
  },
  upload_gone: {
    cause: 'S3 no longer holds the parts of this upload.',
    remedy: 'Issue a new upload.',
  },
  sharing_limit_reached: {
    cause: 'The file has as many grants or links as the configuration allows (`sharing`).',
    remedy: 'Remove a grant, or revoke a link, that is no longer needed; `limit` says how many.',
  },
  list_too_long: {
    cause:
      'Only a list of at most `limit` entries is sorted by name or size. Entries that a filter leaves out count as well, because they are read.',
    remedy:
      'List the files of one owner instead of a whole collection, or leave out `sort`: a list by time has no limit, and every filter narrows it down.',
  },
  parts_incomplete: {
    cause: 'S3 does not hold every part of the plan.',
    remedy: 'Send the parts in `missing` and `wrong`, then complete again.',
  },
  request_too_large: {
    cause: 'The body is larger than a request can be; the bytes of a file go to S3.',
    remedy: 'Send at most `maxBytes`.',
  },
  file_too_large: {
    cause: 'The claimed size exceeds what the collection takes of this type.',
    remedy: 'Send a file of at most `maxBytes`.',
  },
  type_not_allowed: {
    cause: 'The collection takes no files of the claimed type.',
    remedy: 'Send one of the types in `allowed`.',
  },
  too_many_requests: {
    cause: 'The same file or quota was changed too often at once, or the storage was throttled.',
    remedy: 'Wait `retryAfterSeconds`, then repeat the request.',
  },
  internal: {
    cause: 'The service failed. The log has a line with the request id.',
    remedy: 'Repeat the request after a moment. No change is incomplete.',
  },
};

const commonFields = ['code', 'title', 'status', 'detail'];

const detailsOf = (code: string, schemas: ReturnType<typeof apiSchemas>): string => {
  const { properties = {} } = schemas[problemName(code)] as { properties?: object };
  const names = Object.keys(properties).filter((name) => !commonFields.includes(name));
  return names.map((name) => `\`${name}\``).join(', ');
};

/** The expected content of the page. */
export function errorReference(): string {
  const schemas = apiSchemas();
  const rows = Object.entries(advice).map(([code, { cause, remedy }]) => {
    const status = code === 'internal' ? 500 : problemStatus[code as RefusalCode];
    return `| \`${code}\` | ${status} | ${cause} | ${remedy} | ${detailsOf(code, schemas)} |`;
  });
  return `# Errors of the API

<!-- Written by \`npm run docs\`; the tables stand in lib/error-reference.ts. -->

Every error of a function is \`application/problem+json\` (RFC 9457) with \`type\`, \`title\`, \`status\`, \`detail\` (a sentence for
people) and a stable \`code\`; some codes add details. \`lambdas/http/openapi.json\` has their schemas.

| code | status | cause | what to do | details |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

Under the name of the site ([api.md](api.md#links)) a link answers 410 in place of 404, also with the code \`not_found\`.

## Answers of API Gateway

Some errors come from API Gateway itself, which asks no function about them. An HTTP API of API Gateway has no way to give them
another form (they have no “gateway responses”, which only REST APIs know; [decision 0054](decisions/0054-the-gateways-own-errors.md)
says why it is one). The client library turns each into the error in the
last column, so that its callers know one vocabulary.

| status | body | when | in the client library |
| --- | --- | --- | --- |
| 401 | \`{"message":"Unauthorized"}\` | there is no \`Authorization\` header; or, where API Gateway's own authorizer verifies tokens, the token does not hold | \`unauthorized\` |
| 403 | \`{"message":"Forbidden"}\` | where API Gateway's own authorizer verifies tokens: the token has none of the scopes | \`forbidden\` |
| 413 | \`{"message":"Request Entity Too Large"}\` | the request has more than 10 MB, or its event more than 6 MB | \`request_too_large\` |
| 429 | \`{"message":"Too Many Requests"}\` | the limit of the stage or of the route is used up (\`throttle\`) | \`too_many_requests\` |
| 431 | none | the request line and headers have more than 10,240 bytes | \`request_too_large\` |
| 500 | \`{"message":"Internal Server Error"}\` | a function ended without an answer; or the authorizer could not fetch the keys of an issuer | \`UnavailableError\` |
| 503 | \`{"message":"Service Unavailable"}\` | a function did not answer in time | \`UnavailableError\` |

Where \`auth\` needs the function \`authorize-request\` ([identity.md](identity.md)), a token that does not hold is answered by a
problem document that says why: \`unauthorized\`, or \`forbidden\` without a scope. An unknown path is answered with 404 and a
known one with another method with 405, both as problem documents, by the function \`refuse-route\`.
`;
}

/** Path of the page. */
export const errorReferenceFile = join(projectRoot, 'docs', 'errors.md');

/** Writes the page. */
export const writeErrorReference = (): void => writeFileSync(errorReferenceFile, errorReference());
