// The requests, answers and errors of each route of the API, from which its OpenAPI description is made.
import type { RefusalCode } from '../domain/errors.ts';
import type { RouteKey } from '../functions.ts';
import { idempotencyKeySchema } from './claim-requests.ts';
import {
  deletionsResponseSchema,
  downloadResponseSchema,
  downloadsResponseSchema,
  fileResponseSchema,
  grantsResponseSchema,
  linkResponseSchema,
  linksResponseSchema,
  listPartsResponseSchema,
  listResponseSchema,
  signPartsResponseSchema,
  usageResponseSchema,
  versionsResponseSchema,
} from './contract.ts';
import { deletionsRequestSchema } from './deletion-requests.ts';
import { downloadRequestSchema, downloadsRequestSchema } from './download-requests.ts';
import { editRequestSchema } from './edit-requests.ts';
import { formResponseSchema } from './form-contract.ts';
import { formRequestSchema } from './form-requests.ts';
import { linkRequestSchema } from './link-requests.ts';
import { listRequestSchema } from './list-requests.ts';
import type { Operation } from './operation.ts';
import { pageRequestSchema } from './page-requests.ts';
import { signPartsRequestSchema } from './part-requests.ts';
import { permittedOperations } from './permitted-operations.ts';
import { principalsResponseSchema } from './principal-contract.ts';
import { principalLookupSchema } from './principal-requests.ts';
import { ownerDeletionResponseSchema } from './service-contract.ts';
import { issuing, partsProblems } from './upload-operations.ts';
import { usageRequestSchema } from './usage-requests.ts';

/** Errors that every route behind a token can answer. */
export const commonProblems = [
  'invalid_request',
  'unauthorized',
  'too_many_requests',
] as const satisfies readonly RefusalCode[];

const noContent = { 204: { description: 'Done; also when it was done before.' } };
const location = { location: 'The signed URL.' };

/** Every route of the API; a route that is missing here does not compile. */
export const operations: Readonly<Record<RouteKey, Operation>> = {
  'POST /files': {
    id: 'issueUpload',
    summary: 'Issues an upload, a form for one post or a plan of parts, or up to 50 of them.',
    ...issuing,
    problems: [
      'forbidden',
      'quota_exceeded',
      'not_found',
      'not_ready',
      'conflict',
      'idempotency_key_reused',
      'upload_expired',
      'file_too_large',
      'request_too_large',
      'type_not_allowed',
    ],
  },
  'POST /forms': {
    id: 'issueForm',
    summary: 'Issues a form for a page without scripts, before the file is known.',
    headers: { 'Idempotency-Key': idempotencyKeySchema },
    body: formRequestSchema,
    successes: {
      201: { description: 'The form is issued.', schema: formResponseSchema },
      200: {
        description: 'The same request was answered before; this is what it issued.',
        schema: formResponseSchema,
      },
    },
    problems: [
      'forbidden',
      'quota_exceeded',
      'not_found',
      'not_ready',
      'idempotency_key_reused',
      'file_too_large',
      'request_too_large',
    ],
  },
  'POST /files/{id}/parts': {
    id: 'signParts',
    summary: 'Signs a window of parts, each for its exact length.',
    body: signPartsRequestSchema,
    successes: { 200: { description: 'The signed parts.', schema: signPartsResponseSchema } },
    problems: ['forbidden', ...partsProblems, 'request_too_large'],
  },
  'GET /files/{id}/parts': {
    id: 'listParts',
    summary: 'Lists the parts that S3 already holds.',
    successes: { 200: { description: 'The stored parts.', schema: listPartsResponseSchema } },
    problems: ['forbidden', ...partsProblems],
  },
  'POST /files/{id}/complete': {
    id: 'completeUpload',
    summary: 'Completes an upload in parts and validates the file. Repeating it is safe.',
    successes: {
      200: { description: 'The file and its verdict.', schema: fileResponseSchema },
      202: {
        description: 'The parts are one object; it is validated next.',
        schema: fileResponseSchema,
      },
    },
    problems: ['forbidden', ...partsProblems, 'parts_incomplete'],
  },
  'GET /files/{id}': {
    id: 'getFile',
    summary: 'Returns one file: status, verdict and evidence.',
    successes: { 200: { description: 'The file.', schema: fileResponseSchema } },
    problems: ['not_found'],
  },
  'GET /files/{id}/versions': {
    id: 'listVersions',
    summary: 'Lists the present content of a file and the earlier ones that are kept.',
    successes: { 200: { description: 'Every version.', schema: versionsResponseSchema } },
    problems: ['forbidden', 'not_found', 'not_ready'],
  },
  'GET /files': {
    id: 'listFiles',
    summary:
      'Lists files of the caller, of a collection that the caller is in charge of, or shared with the caller, or returns files by their ids.',
    query: listRequestSchema,
    successes: { 200: { description: 'One page.', schema: listResponseSchema } },
    problems: ['forbidden', 'list_too_long'],
  },
  'GET /files/{id}/download': {
    id: 'downloadFile',
    summary:
      'Signs a download of the judged version of a ready file, or, for those in charge of it, of an earlier one.',
    query: downloadRequestSchema,
    successes: {
      200: {
        description: 'The signed URL, for requests with `Accept: application/json`.',
        schema: downloadResponseSchema,
      },
      302: { description: 'A redirect to the signed URL.', headers: location },
    },
    problems: ['forbidden', 'not_found', 'not_ready', 'variant_not_available'],
  },
  'POST /downloads': {
    id: 'issueDownloads',
    summary: 'Issues signed links to up to 50 files.',
    body: downloadsRequestSchema,
    successes: {
      200: { description: 'A link to each file.', schema: downloadsResponseSchema },
      207: { description: 'Not every file can be downloaded.', schema: downloadsResponseSchema },
    },
    problems: ['request_too_large'],
  },
  'PATCH /files/{id}': {
    id: 'editFile',
    summary: 'Changes title, caption, metadata or visibility.',
    body: editRequestSchema,
    successes: { 200: { description: 'The edited file.', schema: fileResponseSchema } },
    problems: ['forbidden', 'not_found', 'not_ready', 'conflict', 'request_too_large'],
  },
  'DELETE /files/{id}': {
    id: 'deleteFile',
    summary: 'Cancels an upload, or deletes a file with its bytes, grants and links.',
    successes: noContent,
    problems: ['forbidden', 'not_found', 'conflict'],
  },
  'POST /deletions': {
    id: 'deleteFiles',
    summary: 'Deletes up to 50 files, each as if it were deleted alone.',
    body: deletionsRequestSchema,
    successes: {
      200: { description: 'Each file is deleted.', schema: deletionsResponseSchema },
      207: { description: 'Not every file is deleted.', schema: deletionsResponseSchema },
    },
    problems: ['request_too_large'],
  },
  'POST /owners/{owner}/deletions': {
    id: 'deleteOwner',
    summary:
      'Deletes up to 50 files of an owner, in the end grants and counters. Repeat it until it is complete.',
    successes: {
      200: { description: 'What was deleted.', schema: ownerDeletionResponseSchema },
    },
    problems: ['forbidden'],
  },
  'PUT /files/{id}/grants/{principal}': {
    id: 'addGrant',
    summary: 'Gives a user or a group the right to read a file.',
    successes: noContent,
    problems: ['forbidden', 'not_found', 'not_ready', 'sharing_limit_reached'],
  },
  'DELETE /files/{id}/grants/{principal}': {
    id: 'removeGrant',
    summary: 'Removes the right of a user or a group to read a file.',
    successes: noContent,
    problems: ['forbidden', 'not_found'],
  },
  'GET /files/{id}/grants': {
    id: 'listGrants',
    summary: 'Lists who may read a file.',
    query: pageRequestSchema,
    successes: { 200: { description: 'One page.', schema: grantsResponseSchema } },
    problems: ['forbidden', 'not_found'],
  },
  'POST /files/{id}/links': {
    id: 'issueLink',
    summary: 'Issues an anonymous, expiring, revocable link to a ready file.',
    body: linkRequestSchema,
    successes: { 201: { description: 'The link, shown only once.', schema: linkResponseSchema } },
    problems: ['forbidden', 'not_found', 'not_ready', 'request_too_large', 'sharing_limit_reached'],
  },
  'DELETE /files/{id}/links/{linkId}': {
    id: 'revokeLink',
    summary: 'Revokes a link.',
    successes: noContent,
    problems: ['forbidden', 'not_found'],
  },
  'GET /files/{id}/links': {
    id: 'listLinks',
    summary: 'Lists the links of a file.',
    query: pageRequestSchema,
    successes: { 200: { description: 'One page.', schema: linksResponseSchema } },
    problems: ['forbidden', 'not_found'],
  },
  'GET /links/{token}': {
    id: 'followLink',
    summary:
      'Follows a link, without an access token. A browser gets a page with a button instead, and so do programs that fetch a preview: this does not use the link.',
    successes: {
      200: {
        description: 'A page about the file, for requests that accept `text/html`.',
        isPage: true,
      },
      302: { description: 'A redirect to a signed URL.', headers: location },
    },
    problems: ['not_found', 'variant_not_available', 'too_many_requests'],
    hasErrorPage: true,
  },
  'HEAD /links/{token}': {
    id: 'checkLink',
    summary: 'Answers only with the status of a link, without using it.',
    successes: { 200: { description: 'The link works.' } },
    problems: ['not_found', 'too_many_requests'],
    hasErrorPage: true,
  },
  'POST /links/{token}': {
    id: 'openLink',
    summary: 'Follows a link as the button of its page does.',
    successes: { 303: { description: 'A redirect to a signed URL.', headers: location } },
    problems: ['not_found', 'variant_not_available', 'too_many_requests'],
    hasErrorPage: true,
  },
  'POST /principals/lookups': {
    id: 'lookUpPrincipals',
    summary:
      'Finds people by name, or the names of people, if a directory is configured; otherwise this path does not exist.',
    body: principalLookupSchema,
    successes: { 200: { description: 'Who was found.', schema: principalsResponseSchema } },
    problems: ['not_found', 'request_too_large'],
  },
  'GET /usage': {
    id: 'getUsage',
    summary: 'Returns the bytes and files that the caller uses, and the limits.',
    query: usageRequestSchema,
    successes: { 200: { description: 'The usage.', schema: usageResponseSchema } },
    problems: ['forbidden'],
  },
  ...permittedOperations,
  'GET /openapi.json': {
    id: 'describeApi',
    summary: 'Returns this description, without an access token.',
    successes: { 200: { description: 'An OpenAPI 3.1 document.' } },
    problems: [],
  },
};
