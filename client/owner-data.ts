// Everything of one owner: exported page by page, or deleted, for requests of the people whose data it is.
import { isDownloadsResponse, isListResponse, isOwnerDeletionResponse } from './answer-shapes.ts';
import type { DownloadResponse, File } from './contract.ts';
import { UnavailableError } from './errors.ts';
import type { Send } from './http.ts';
import { pause } from './retry.ts';

/** One file of an export. */
export interface ExportedFile {
  file: File;
  /** A short-lived signed link to its bytes; absent for a file that is not ready. */
  download?: DownloadResponse;
}

/** One page of an export. */
export interface ExportedPage {
  files: ExportedFile[];
  /** Continues an export after this page; absent on the last one. */
  nextCursor?: string | undefined;
}

/** The calls about everything of one owner. All throw `AirlockRefusal` or `UnavailableError`. */
export interface OwnerDataCalls {
  /**
   * Every file of an owner with a link to its bytes, 50 at a time; links expire within minutes, so read them before the next
   * page. Begins after `cursor`, the `nextCursor` of a page before. For services; others see what they may list.
   */
  exportOwner(owner: string, options?: { cursor?: string }): AsyncIterable<ExportedPage>;
  /**
   * Deletes every file of an owner, the grants that name the owner, and in the end the counters. Resolves to the number of
   * deleted files. After an interruption call it again: it continues. For the owner, services, and administrators of every
   * collection.
   */
  deleteOwner(owner: string, options?: { signal?: AbortSignal }): Promise<number>;
}

/** Files of a page: as many as one request signs links to. */
const pageSize = 50;
/** Milliseconds before the next request where one deleted nothing: lists follow deletions with a delay. */
const pauseMs = 500;
/** Requests in a row that may delete nothing before the call fails. */
const maxIdle = 60;

/** Creates the calls over `send`. */
export const createOwnerDataCalls = (send: Send): OwnerDataCalls => ({
  async *exportOwner(owner, { cursor } = {}) {
    let after = cursor;
    do {
      const query = { owner, order: 'oldest', limit: pageSize, cursor: after };
      const page = await send({ method: 'GET', path: '/files', query }, isListResponse);
      yield { files: await withDownloads(send, page.files), nextCursor: page.nextCursor };
      after = page.nextCursor;
    } while (after !== undefined);
  },
  async deleteOwner(owner, { signal } = {}) {
    const path = `/owners/${encodeURIComponent(owner)}/deletions`;
    let deleted = 0;
    for (let idle = 0; idle < maxIdle; ) {
      const { deletedFiles, isComplete } = await send(
        { method: 'POST', path },
        isOwnerDeletionResponse,
        { signal },
      );
      deleted += deletedFiles;
      if (isComplete) return deleted;
      idle = deletedFiles > 0 ? 0 : idle + 1;
      if (idle > 0) await pause(pauseMs, signal);
    }
    throw new UnavailableError(`Files of ${owner} are still changing. Call it again.`);
  },
});

async function withDownloads(send: Send, files: readonly File[]): Promise<ExportedFile[]> {
  const ids = files.filter(({ status }) => status === 'ready').map(({ id }) => id);
  if (ids.length === 0) return files.map((file) => ({ file }));
  const { results } = await send(
    { method: 'POST', path: '/downloads', body: { ids } },
    isDownloadsResponse,
  );
  const links = new Map(
    results.flatMap((result) => {
      if (result.outcome !== 'issued') return [];
      const { id, outcome: _outcome, ...download } = result;
      return [[id, download] as const];
    }),
  );
  return files.map((file) => {
    const download = links.get(file.id);
    return { file, ...(download && { download }) };
  });
}
