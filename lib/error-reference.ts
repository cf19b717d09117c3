// Writes docs/errors.md: each error code of the API with its status, its cause and what to do.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RefusalCode } from '../lambdas/domain/errors.ts';
import { problemStatus } from '../lambdas/http/problem-status.ts';
import { apiSchemas, problemName } from './api-schemas.ts';
import { projectRoot } from './project.ts';

/** Why a code is answered, and what its receiver can do. */
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
    cause: 'There is no such file or link, or the caller may not know that there is one.',
    remedy: 'Check the id and the account; a link may have expired or been revoked.',
  },
  not_ready: {
    cause: 'The file is not in the status that this needs; `fileStatus` says which one it has.',
    remedy: 'Wait until a pending file is ready. A rejected or deleted file stays as it is.',
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
    remedy: 'Repeat the request after a moment. Nothing is half done.',
  },
};

const commonFields = ['code', 'title', 'status', 'detail'];

const detailsOf = (code: string, schemas: ReturnType<typeof apiSchemas>): string => {
  const { properties = {} } = schemas[problemName(code)] as { properties?: object };
  const names = Object.keys(properties).filter((name) => !commonFields.includes(name));
  return names.map((name) => `\`${name}\``).join(', ');
};

/** The page as it has to be. */
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

## Answers of API Gateway

Before a function is called, API Gateway itself answers \`401\` (no valid token), \`403\` (a required scope is missing), \`404\` (no
such route), \`413\` (more than 10 MB) and \`429\` (the throttle of \`throttle\`), and after it \`500\` and \`503\` where a function
fails or does not answer in time. These are \`{"message": "…"}\`: an HTTP API of API Gateway has no way to give them another
form. The client library turns them into the same error classes.
`;
}

/** Where the page stands. */
export const errorReferenceFile = join(projectRoot, 'docs', 'errors.md');

/** Writes the page. */
export const writeErrorReference = (): void => writeFileSync(errorReferenceFile, errorReference());
