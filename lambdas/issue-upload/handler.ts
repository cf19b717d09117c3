// Wires POST /files to DynamoDB and to S3's signature.
import { randomBytes, randomUUID } from 'node:crypto';
import { auditWith } from '../audit.ts';
import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { addFileWith } from '../aws/dynamodb/add-file.ts';
import { addFilesWith } from '../aws/dynamodb/add-files.ts';
import { findFileWith } from '../aws/dynamodb/find-file.ts';
import { findFilesWith } from '../aws/dynamodb/find-files.ts';
import { recordQuotaRefusalWith } from '../aws/dynamodb/quota-refusals.ts';
import { findUploadPermissionWith } from '../aws/dynamodb/upload-permissions.ts';
import { apiGateway, apiGatewayPermitted, apiGatewayRoutes } from '../aws/events/api-gateway.ts';
import { abortMultipartWith } from '../aws/s3/abort-multipart.ts';
import { createMultipartWith } from '../aws/s3/create-multipart.ts';
import { presignFormWith } from '../aws/s3/presign-form.ts';
import { presignPartWith } from '../aws/s3/presign-part.ts';
import { presignPostWith } from '../aws/s3/presign-post.ts';
import { config } from '../config/deployed.ts';
import type { Principal } from '../domain/access.ts';
import { Refusal } from '../domain/errors.ts';
import { noPermission, type UploadPermission } from '../domain/upload-permission.ts';
import { readEnvironment, readOptional } from '../env.ts';
import { idempotencyKeySchema } from '../http/claim-requests.ts';
import type { IssueResponse } from '../http/contract.ts';
import { viewFileWith } from '../http/file-view.ts';
import { formRequestSchema } from '../http/form-requests.ts';
import { json, problemOf } from '../http/http.ts';
import { importRequestSchema, lookupRequestSchema } from '../http/import-contract.ts';
import type { ApiRequest, ApiResponse } from '../http/messages.ts';
import { readClaims } from '../http/read-claims.ts';
import { readBody, readHeader } from '../http/request.ts';
import { importFile, lookUpImports } from '../importing/import-file.ts';
import { type ClaimBatch, type ClaimResult, issueBatch } from '../issuing/issue-batch.ts';
import { issueForm } from '../issuing/issue-form.ts';
import { logOutcome } from '../log.ts';
import { logImportedWith, logIssuedWith } from '../log-issuing.ts';
import { reportQuotaWith } from '../report-quota.ts';
import { issueUpload } from './issue-upload.ts';

const { TABLE_NAME, MEDIA_BUCKET, MEDIA_ORIGIN } = readEnvironment(
  'TABLE_NAME',
  'MEDIA_BUCKET',
  'MEDIA_ORIGIN',
);
const dynamo = connectDynamo();
const s3 = connectS3();
const now = () => new Date();

const ports = {
  config,
  addFile: addFileWith(dynamo, TABLE_NAME, now),
  addFiles: addFilesWith(dynamo, TABLE_NAME, now),
  findFile: findFileWith(dynamo, TABLE_NAME),
  findFiles: findFilesWith(dynamo, TABLE_NAME),
  presignPost: presignPostWith(s3, MEDIA_BUCKET),
  presignForm: presignFormWith(s3, MEDIA_BUCKET),
  presignPart: presignPartWith(s3, MEDIA_BUCKET),
  createMultipart: createMultipartWith(s3, MEDIA_BUCKET),
  abortMultipart: abortMultipartWith(s3, MEDIA_BUCKET),
  newId: randomUUID,
  newToken: () => randomBytes(16).toString('base64url'),
  viewFile: viewFileWith(config, MEDIA_ORIGIN),
  now,
};
const issue = issueUpload(ports);
const issueAll = issueBatch(ports);
const beginImport = importFile(ports);
const lookUp = lookUpImports(ports.findFiles);
const issueOneForm = issueForm(ports);
const audit = auditWith(config);
const logIssued = logIssuedWith(audit);
const logImported = logImportedWith(audit);
const findPermission = findUploadPermissionWith(dynamo, TABLE_NAME);
const reportQuota = readOptional('EVENT_BUS')
  ? reportQuotaWith(recordQuotaRefusalWith(dynamo, TABLE_NAME), now)
  : undefined;

async function respond(request: ApiRequest, caller: Caller): Promise<ApiResponse> {
  const idempotencyKey = readHeader(request, 'idempotency-key', idempotencyKeySchema);
  const claims = await readClaims(request);
  if ('claims' in claims) return answerBatch(claims, caller, idempotencyKey);
  const { principal, permission } = caller;
  return answerIssued(issue(claims, principal, idempotencyKey, permission), claims, caller);
}

async function respondForm(request: ApiRequest, principal: Principal): Promise<ApiResponse> {
  const idempotencyKey = readHeader(request, 'idempotency-key', idempotencyKeySchema);
  const asked = await readBody(request, formRequestSchema);
  return answerIssued(issueOneForm(asked, principal, idempotencyKey), asked, { principal });
}

/** 201, or 200 when the same request was answered before. */
async function answerIssued<Issued extends Pick<IssueResponse, 'file'>>(
  issuing: Promise<Issued & { readonly isReplay: boolean }>,
  asked: { readonly owner?: string | undefined; readonly collection: string },
  caller: Caller,
): Promise<ApiResponse> {
  const { isReplay, ...issued } = await issuing.catch(async (error: unknown) => {
    await reportQuota?.(error, ownerOf(asked, caller), asked.collection);
    throw error;
  });
  logIssued(issued, isReplay, caller.principal);
  return json(isReplay ? 200 : 201, issued);
}

export const handler = apiGatewayRoutes({
  'POST /files': apiGateway(
    (request, { principal }) => respond(request, { principal }),
    config.auth,
    { body: true },
  ),
  'POST /forms': apiGateway(
    (request, { principal }) => respondForm(request, principal),
    config.auth,
    {
      body: true,
    },
  ),
  'POST /permitted/files': apiGatewayPermitted(
    async (request, { principal }) => {
      const { id = '', at = '' } = principal.permission ?? {};
      const permission = await findPermission(id, at);
      if (!permission) throw noPermission();
      return respond(request, { principal, permission });
    },
    { body: true },
  ),
  'POST /imports': apiGateway(
    async (request, { principal }) => {
      const wanted = await readBody(request, importRequestSchema);
      const response = await beginImport(wanted, principal);
      if (response.outcome === 'begun') logImported(response.file, wanted, principal);
      return json(200, response);
    },
    config.auth,
    { body: true },
  ),
  'POST /imports/lookups': apiGateway(
    async (request, { principal }) => {
      const { ids } = await readBody(request, lookupRequestSchema);
      return json(200, await lookUp(ids, principal));
    },
    config.auth,
    { body: true },
  ),
});

/** Who asks, and by which permission. */
interface Caller {
  readonly principal: Principal;
  readonly permission?: UploadPermission;
}

/** Whose quota an upload counts against. */
const ownerOf = ({ owner }: { readonly owner?: string | undefined }, caller: Caller): string =>
  caller.permission?.owner ?? owner ?? caller.principal.sub;

/** 201 when every claim was issued, 200 when all had been before, otherwise 207 (RFC 4918, section 11.1). */
async function answerBatch(batch: ClaimBatch, caller: Caller, key: string | undefined) {
  const { principal, permission } = caller;
  const { results, isReplay } = await issueAll(batch, principal, key, permission);
  for (const [index, result] of results.entries()) {
    if (result.outcome === 'issued') logIssued(result, isReplay, principal);
    if (result.outcome === 'refused') {
      logOutcome({ event: 'claim_refused', by: principal.sub, code: result.refusal.code });
      const claim = batch.claims[index];
      const collection = claim instanceof Refusal ? '' : (claim?.collection ?? '');
      await reportQuota?.(result.refusal, ownerOf(batch, caller), collection);
    }
  }
  const isWhole = results.every(({ outcome }) => outcome === 'issued');
  return json(isWhole ? (isReplay ? 200 : 201) : 207, { results: results.map(viewResult) });
}

const viewResult = (result: ClaimResult) =>
  result.outcome === 'refused'
    ? { outcome: result.outcome, problem: problemOf(result.refusal) }
    : result;
