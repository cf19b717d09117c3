// What the routes of upload permissions take and answer: the part of the table of operations that no access token opens.
import type { RefusalCode } from '../domain/errors.ts';
import type { RouteKey } from '../functions.ts';
import {
  fileResponseSchema,
  listPartsResponseSchema,
  listResponseSchema,
  signPartsResponseSchema,
} from './contract.ts';
import { permittedListRequestSchema } from './list-requests.ts';
import type { Operation } from './operation.ts';
import { signPartsRequestSchema } from './part-requests.ts';
import { uploadPermissionRequestSchema } from './permission-requests.ts';
import { uploadPermissionResponseSchema } from './service-contract.ts';
import { issuing, partsProblems } from './upload-operations.ts';

type PermissionRoute = Extract<
  RouteKey,
  `${string} /permitted${string}` | 'POST /upload-permissions'
>;

const common = [
  'invalid_request',
  'unauthorized',
  'too_many_requests',
] as const satisfies readonly RefusalCode[];
const ofParts = [...common, ...partsProblems] as const satisfies readonly RefusalCode[];

/** The operations of upload permissions. */
export const permittedOperations: Readonly<Record<PermissionRoute, Operation>> = {
  'POST /upload-permissions': {
    id: 'permitUpload',
    summary: 'Lets the bearer of a token upload for an owner, within terms; for services.',
    body: uploadPermissionRequestSchema,
    successes: {
      201: {
        description: 'The permission; only this answer holds its token.',
        schema: uploadPermissionResponseSchema,
      },
    },
    problems: ['forbidden', 'request_too_large'],
  },
  'POST /permitted/files': {
    id: 'issuePermittedUpload',
    summary: 'Issues an upload, or up to 50 of them, by an upload permission.',
    ...issuing,
    problems: [
      ...common,
      'forbidden',
      'quota_exceeded',
      'idempotency_key_reused',
      'file_too_large',
      'request_too_large',
      'type_not_allowed',
    ],
  },
  'GET /permitted/files': {
    id: 'listPermittedFiles',
    summary: 'Returns files by their ids, of those that were issued by the upload permission.',
    query: permittedListRequestSchema,
    successes: { 200: { description: 'The files.', schema: listResponseSchema } },
    problems: common,
  },
  'GET /permitted/files/{id}': {
    id: 'getPermittedFile',
    summary: 'Returns a file that was issued by the upload permission: status and verdict.',
    successes: { 200: { description: 'The file.', schema: fileResponseSchema } },
    problems: [...common, 'not_found'],
  },
  'POST /permitted/files/{id}/parts': {
    id: 'signPermittedParts',
    summary: 'Signs a window of parts of an upload that the upload permission issued.',
    body: signPartsRequestSchema,
    successes: { 200: { description: 'The signed parts.', schema: signPartsResponseSchema } },
    problems: [...ofParts, 'request_too_large'],
  },
  'GET /permitted/files/{id}/parts': {
    id: 'listPermittedParts',
    summary: 'Lists the parts that S3 holds of an upload that the upload permission issued.',
    successes: { 200: { description: 'The parts.', schema: listPartsResponseSchema } },
    problems: ofParts,
  },
  'POST /permitted/files/{id}/complete': {
    id: 'completePermittedUpload',
    summary: 'Completes an upload in parts that the upload permission issued.',
    successes: {
      200: { description: 'The file with its verdict.', schema: fileResponseSchema },
      202: { description: 'The pending file; its verdict follows.', schema: fileResponseSchema },
    },
    problems: [...ofParts, 'parts_incomplete'],
  },
};
