// The calls of an owner besides uploading: texts, grants, links and the quota.

import {
  isAny,
  isDeletionsResponse,
  isDownloadsResponse,
  isFileResponse,
  isGrantsResponse,
  isLinkResponse,
  isLinksResponse,
  isPrincipalsResponse,
  isUploadPermissionResponse,
  isUsageResponse,
  isVersionsResponse,
} from './answer-shapes.ts';
import type {
  DeletionsResponse,
  DownloadsResponse,
  EditRequest,
  File,
  GrantsResponse,
  LinkRequest,
  LinkResponse,
  LinksResponse,
  PageQuery,
  UsageResponse,
} from './contract.ts';
import { filePath, type Send } from './http.ts';
import type { PrincipalLookup, PrincipalsResponse } from './principal-contract.ts';
import type { UploadPermissionRequest, UploadPermissionResponse } from './service-contract.ts';
import { isRefusal } from './upload-state.ts';
import type { DownloadOptions } from './variant-contract.ts';
import type { Version } from './version-contract.ts';

/** The calls of an owner. All throw `AirlockRefusal` or, without an answer, `UnavailableError`. */
export interface OwnerCalls {
  /**
   * Changes title, caption, metadata and visibility; null removes a text or all metadata. A file made public has its `url` a
   * moment later. With the `revision` that you have seen, the edit is refused with `conflict` when the file was edited since.
   */
  edit(id: string, change: EditRequest): Promise<File>;
  /** Shares the file with `user:<sub>` or `group:<name>`; a repeat does nothing. */
  share(id: string, principal: string): Promise<void>;
  /** Removes that right; a repeat does nothing. */
  unshare(id: string, principal: string): Promise<void>;
  /** One page of the file's grants. */
  grants(id: string, page?: PageQuery): Promise<GrantsResponse>;
  /**
   * Creates a link that everyone who has it may follow until it expires, is used up or is revoked. Only this answer holds its
   * URL. The call is retried only when it was throttled: after a lost answer the link may exist, and `links` shows it.
   */
  createLink(id: string, request: LinkRequest): Promise<LinkResponse>;
  /** Ends a link; a repeat does nothing. */
  revokeLink(id: string, linkId: string): Promise<void>;
  /** One page of the file's links, without their URLs. */
  links(id: string, page?: PageQuery): Promise<LinksResponse>;
  /** The present content of the file and the earlier ones that are kept, latest first. */
  versions(id: string): Promise<readonly Version[]>;
  /** Signed links to up to 50 files, each with its own result. */
  downloads(ids: readonly string[], options?: DownloadOptions): Promise<DownloadsResponse>;
  /** Deletes up to 50 files, each with its own result; a repeat does nothing. */
  removeAll(ids: readonly string[]): Promise<DeletionsResponse>;
  /**
   * Finds people by name, or the names of up to 10 subjects, where the API has a directory; else it throws `not_found`. The
   * answer holds the people who are in the directory.
   */
  lookUpPrincipals(lookup: PrincipalLookup): Promise<PrincipalsResponse>;
  /**
   * For services: lets the bearer of a token upload for an owner, within terms. Only this answer holds the token, with which a
   * page calls `createPermittedUploader`.
   */
  permitUpload(request: UploadPermissionRequest): Promise<UploadPermissionResponse>;
  /** Bytes and files that you keep, pending uploads included, and your limits; those of `owner`, for services. */
  usage(options?: { owner?: string }): Promise<UsageResponse>;
}

/** Creates the calls over `send`. */
export function createOwnerCalls(send: Send): OwnerCalls {
  const grantPath = (id: string, principal: string) =>
    filePath(id, `/grants/${encodeURIComponent(principal)}`);

  return {
    async edit(id, change) {
      try {
        const request = { method: 'PATCH', path: filePath(id), body: change } as const;
        return (await send(request, isFileResponse)).file;
      } catch (error) {
        if (change.revision === undefined || !isRefusal(error, 'conflict')) throw error;
        // If the answer to a first attempt was lost, the second one conflicts with the first one's edit.
        const { file } = await send({ method: 'GET', path: filePath(id) }, isFileResponse);
        if (isOutcome(file, change, change.revision)) return file;
        throw error;
      }
    },
    share: async (id, principal) => {
      await send({ method: 'PUT', path: grantPath(id, principal) }, isAny);
    },
    unshare: async (id, principal) => {
      await send({ method: 'DELETE', path: grantPath(id, principal) }, isAny);
    },
    grants: (id, page = {}) =>
      send({ method: 'GET', path: filePath(id, '/grants'), query: { ...page } }, isGrantsResponse),
    createLink: (id, request) =>
      send({ method: 'POST', path: filePath(id, '/links'), body: request }, isLinkResponse, {
        onlyOnce: true,
      }),
    revokeLink: async (id, linkId) => {
      const path = filePath(id, `/links/${encodeURIComponent(linkId)}`);
      await send({ method: 'DELETE', path }, isAny);
    },
    links: (id, page = {}) =>
      send({ method: 'GET', path: filePath(id, '/links'), query: { ...page } }, isLinksResponse),
    versions: async (id) =>
      (await send({ method: 'GET', path: filePath(id, '/versions') }, isVersionsResponse)).versions,
    downloads: (ids, { disposition, variant } = {}) =>
      send(
        { method: 'POST', path: '/downloads', body: { ids, disposition, variant } },
        isDownloadsResponse,
      ),
    removeAll: (ids) =>
      send({ method: 'POST', path: '/deletions', body: { ids } }, isDeletionsResponse),
    lookUpPrincipals: (body) =>
      send({ method: 'POST', path: '/principals/lookups', body }, isPrincipalsResponse),
    permitUpload: (body) =>
      send({ method: 'POST', path: '/upload-permissions', body }, isUploadPermissionResponse),
    usage: ({ owner } = {}) =>
      send({ method: 'GET', path: '/usage', query: { owner } }, isUsageResponse),
  };
}

/** Whether this file is the result of the edit of that revision. */
const isOutcome = (
  file: File,
  { title, caption, metadata, visibility }: EditRequest,
  revision: number,
): boolean =>
  file.revision === revision + 1 &&
  (title === undefined || title === (file.title ?? null)) &&
  (caption === undefined || caption === (file.caption ?? null)) &&
  (metadata === undefined || isSame(metadata ?? {}, file.metadata ?? {})) &&
  (visibility === undefined || visibility === file.visibility);

const isSame = (one: Record<string, string>, other: Record<string, string>): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([name, text]) => other[name] === text);
