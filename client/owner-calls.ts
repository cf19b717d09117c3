// What the owner of a file does with it besides uploading: its texts, who may read it, links to it, and the quota.
import * as z from 'zod/mini';
import {
  type File,
  fileResponseSchema,
  type GrantsResponse,
  grantsResponseSchema,
  type LinkResponse,
  type LinksResponse,
  linkResponseSchema,
  linksResponseSchema,
  type UsageResponse,
  usageResponseSchema,
} from '../lambdas/http/contract.ts';
import type { EditRequest, LinkRequest, PageRequest } from '../lambdas/http/requests.ts';
import { filePath, type Send } from './http.ts';
import { isRefusal } from './wanted.ts';

/** Which page of grants or links; pass `nextCursor` as `cursor` for the next. */
export type PageQuery = Partial<PageRequest>;

/** The calls of an owner. All throw `AirlockRefusal` or, when no answer could be had, `Unavailable`. */
export interface OwnerCalls {
  /**
   * Changes title, caption and visibility; null takes a text away. A file made public has its `url` a moment later. With the `revision` you have seen it is refused with `conflict`
   * when somebody else edited the file since.
   */
  edit(id: string, change: EditRequest): Promise<File>;
  /** Lets `user:<sub>` or `group:<name>` read the file; a repeat does nothing. */
  share(id: string, principal: string): Promise<void>;
  /** Takes that right back; a repeat does nothing. */
  unshare(id: string, principal: string): Promise<void>;
  /** One page of those who may read the file. */
  grants(id: string, page?: PageQuery): Promise<GrantsResponse>;
  /**
   * Creates a link that anybody may follow until it expires, is used up or is revoked. Its URL is told this once. Not
   * asked again but when it was throttled: after a lost answer the link may exist, and `links` shows it.
   */
  createLink(id: string, request: LinkRequest): Promise<LinkResponse>;
  /** Ends a link; a repeat does nothing. */
  revokeLink(id: string, linkId: string): Promise<void>;
  /** One page of the file's links, without their URLs. */
  links(id: string, page?: PageQuery): Promise<LinksResponse>;
  /** Bytes and files that you keep, pending uploads included, and your limits. */
  usage(): Promise<UsageResponse>;
}

/** Creates the calls over `send`. */
export function createOwnerCalls(send: Send): OwnerCalls {
  const grantPath = (id: string, principal: string) =>
    filePath(id, `/grants/${encodeURIComponent(principal)}`);

  return {
    async edit(id, change) {
      try {
        const request = { method: 'PATCH', path: filePath(id), body: change } as const;
        return (await send(request, fileResponseSchema)).file;
      } catch (error) {
        if (change.revision === undefined || !isRefusal(error, 'conflict')) throw error;
        // The answer to a first attempt may have been lost, and the second one then finds its own edit in the way.
        const { file } = await send({ method: 'GET', path: filePath(id) }, fileResponseSchema);
        if (isOutcome(file, change, change.revision)) return file;
        throw error;
      }
    },
    share: async (id, principal) => {
      await send({ method: 'PUT', path: grantPath(id, principal) }, z.unknown());
    },
    unshare: async (id, principal) => {
      await send({ method: 'DELETE', path: grantPath(id, principal) }, z.unknown());
    },
    grants: (id, page = {}) =>
      send({ method: 'GET', path: filePath(id, '/grants'), query: page }, grantsResponseSchema),
    createLink: (id, request) =>
      send({ method: 'POST', path: filePath(id, '/links'), body: request }, linkResponseSchema, {
        onlyOnce: true,
      }),
    revokeLink: async (id, linkId) => {
      const path = filePath(id, `/links/${encodeURIComponent(linkId)}`);
      await send({ method: 'DELETE', path }, z.unknown());
    },
    links: (id, page = {}) =>
      send({ method: 'GET', path: filePath(id, '/links'), query: page }, linksResponseSchema),
    usage: () => send({ method: 'GET', path: '/usage' }, usageResponseSchema),
  };
}

/** Whether this file is what the edit of that revision makes of it. */
const isOutcome = (
  file: File,
  { title, caption, visibility }: EditRequest,
  revision: number,
): boolean =>
  file.revision === revision + 1 &&
  (title === undefined || title === (file.title ?? null)) &&
  (caption === undefined || caption === (file.caption ?? null)) &&
  (visibility === undefined || visibility === file.visibility);
