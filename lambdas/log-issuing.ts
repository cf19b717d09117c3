// Logs uploads that were issued and imports that were begun, in the function's log and in the audit log.
import type { Audit } from './audit.ts';
import type { Principal } from './domain/access.ts';
import type { IssueResponse } from './http/contract.ts';
import type { ImportedFile, ImportRequest } from './http/import-contract.ts';
import { logOutcome } from './log.ts';

/** Logs an issued upload as `upload_issued`, and a repeated answer, which is no act of its own, as `upload_replayed`. */
export type LogIssued = (
  issued: Pick<IssueResponse, 'file'>,
  isReplay: boolean,
  principal: Principal,
) => void;

export const logIssuedWith =
  (audit: Audit): LogIssued =>
  ({ file }, isReplay, principal) => {
    const { id: fileId, collection, size, maxBytes, owner, filename } = file;
    const event = isReplay ? 'upload_replayed' : 'upload_issued';
    logOutcome({ event, fileId, collection, size, maxBytes });
    if (isReplay) return;
    const permissionId = principal.permission?.id;
    audit('upload_issued', principal, { fileId, owner, collection, filename }, { permissionId });
  };

/** Logs the begin of the import of one file as `import_begun`. */
export type LogImported = (file: ImportedFile, wanted: ImportRequest, principal: Principal) => void;

export const logImportedWith =
  (audit: Audit): LogImported =>
  ({ id: fileId, size }, { owner, collection, filename }, principal) => {
    logOutcome({ event: 'import_begun', fileId, collection, size, by: principal.sub });
    audit('file_imported', principal, { fileId, owner, collection, filename });
  };
