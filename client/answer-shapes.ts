// Whether an answer has the shape that the contract gives it, as far as the client relies on it.

import type {
  DeletionsResponse,
  DownloadResponse,
  DownloadsResponse,
  File,
  FileResponse,
  GrantsResponse,
  IssueResponse,
  LinkResponse,
  LinksResponse,
  ListResponse,
  Upload,
  UsageResponse,
} from './contract.ts';
import type { PrincipalsResponse } from './principal-contract.ts';
import type { OwnerDeletionResponse, UploadPermissionResponse } from './service-contract.ts';
import type { VersionsResponse } from './version-contract.ts';

/** Recognises one kind of answer. */
export type IsAnswer<T> = (body: unknown) => body is T;

/** Whether `value` is an object whose fields have these types. */
export function has(
  value: unknown,
  fields: Readonly<Record<string, 'string' | 'number' | 'boolean' | 'object'>>,
) {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(fields).every(([name, type]) => {
      const field: unknown = (value as Record<string, unknown>)[name];
      return typeof field === type && field !== null;
    })
  );
}

/** Whether `value` is a list of such values. */
export const every = (value: unknown, isEach: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isEach);

const isFile = (value: unknown): value is File =>
  has(value, {
    id: 'string',
    status: 'string',
    filename: 'string',
    size: 'number',
  });

const isUpload = (value: unknown): value is Upload =>
  has(value, { kind: 'string', expiresAt: 'string' }) &&
  ((value as Upload).kind === 'post'
    ? has(value, { url: 'string', fields: 'object' })
    : has(value, { partSize: 'number', partCount: 'number' }));

/** Any answer: nothing in it is used. */
export const isAny: IsAnswer<unknown> = (_body): _body is unknown => true;

export const isFileResponse: IsAnswer<FileResponse> = (body): body is FileResponse =>
  isFile((body as Partial<FileResponse> | undefined)?.file);

export const isVersionsResponse: IsAnswer<VersionsResponse> = (body): body is VersionsResponse =>
  every((body as Partial<VersionsResponse> | undefined)?.versions, (version) =>
    has(version, { version: 'number', filename: 'string', size: 'number' }),
  );

export const isIssueResponse: IsAnswer<IssueResponse> = (body): body is IssueResponse => {
  const { file, upload } = (body ?? {}) as Partial<IssueResponse>;
  return isFile(file) && (upload === undefined || isUpload(upload));
};

export const isListResponse: IsAnswer<ListResponse> = (body): body is ListResponse =>
  every((body as Partial<ListResponse> | undefined)?.files, isFile);

export const isDownloadResponse: IsAnswer<DownloadResponse> = (body): body is DownloadResponse =>
  has(body, { url: 'string', expiresAt: 'string' });

const isResults = (body: unknown): boolean =>
  every((body as { results?: unknown } | undefined)?.results, (result) =>
    has(result, { id: 'string', outcome: 'string' }),
  );

export const isDownloadsResponse: IsAnswer<DownloadsResponse> = (body): body is DownloadsResponse =>
  isResults(body);

export const isDeletionsResponse: IsAnswer<DeletionsResponse> = (body): body is DeletionsResponse =>
  isResults(body);

export const isGrantsResponse: IsAnswer<GrantsResponse> = (body): body is GrantsResponse =>
  every((body as Partial<GrantsResponse> | undefined)?.grants, (grant) =>
    has(grant, { principal: 'string' }),
  );

export const isOwnerDeletionResponse: IsAnswer<OwnerDeletionResponse> = (
  body,
): body is OwnerDeletionResponse => has(body, { deletedFiles: 'number', isComplete: 'boolean' });

export const isUploadPermissionResponse: IsAnswer<UploadPermissionResponse> = (
  body,
): body is UploadPermissionResponse =>
  has(body, { id: 'string', token: 'string', expiresAt: 'string' });

export const isLinkResponse: IsAnswer<LinkResponse> = (body): body is LinkResponse =>
  has(body, { id: 'string', url: 'string', expiresAt: 'string' });

export const isLinksResponse: IsAnswer<LinksResponse> = (body): body is LinksResponse =>
  every((body as Partial<LinksResponse> | undefined)?.links, (link) =>
    has(link, { id: 'string', expiresAt: 'string' }),
  );

export const isPrincipalsResponse: IsAnswer<PrincipalsResponse> = (
  body,
): body is PrincipalsResponse =>
  every((body as Partial<PrincipalsResponse> | undefined)?.principals, (found) =>
    has(found, { principal: 'string', name: 'string' }),
  );

export const isUsageResponse: IsAnswer<UsageResponse> = (body): body is UsageResponse =>
  has(body, { bytes: 'number', files: 'number', limits: 'object' });
