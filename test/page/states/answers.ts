// Answers in the place of the API, for states that the local cloud shows only for a moment, or never.
import { randomUUID } from 'node:crypto';
import type { Page, Route } from 'playwright-core';
import type { File as FileRecord } from '../../../lambdas/http/contract.ts';
import { stage } from '../visit.ts';

const allPermissions = {
  download: true,
  edit: true,
  publish: true,
  share: true,
  delete: true,
  replace: true,
};

/** A file of dora that only {@link listFiles} knows: a ready PDF of an hour ago, but for `changes`. */
export const madeUpFile = (changes: Partial<FileRecord>): FileRecord => ({
  id: randomUUID(),
  collection: 'documents',
  owner: 'dora',
  status: 'ready',
  filename: 'Report.pdf',
  size: 482_113,
  contentType: 'application/pdf',
  createdAt: new Date(Date.now() - 3_600_000).toISOString(),
  revision: 1,
  version: 1,
  visibility: 'private',
  permissions: allPermissions,
  ...changes,
});

/** What a request asks for. */
export interface Asked {
  readonly method: string;
  /** Matches the path and the query. */
  readonly path: RegExp;
}

/** Answers requests to the API with `body`; the returned function ends it. */
export async function answer(
  page: Page,
  { method, path }: Asked,
  body: unknown,
  status = 200,
): Promise<() => Promise<void>> {
  const isAsked = (url: URL) => url.origin === stage?.api && path.test(url.pathname + url.search);
  const act = (route: Route) =>
    route.request().method() === method
      ? route.fulfill({
          status,
          contentType: status < 400 ? 'application/json' : 'application/problem+json',
          headers: { 'access-control-allow-origin': '*' },
          body: JSON.stringify(body),
        })
      : route.fallback();
  await page.route(isAsked, act);
  return () => page.unroute(isAsked, act);
}

/** Refuses requests to the API; the returned function ends it. */
export const refuse = (
  page: Page,
  asked: Asked,
  { code = 'forbidden', status = 403, ...details }: Partial<Record<string, unknown>> = {},
): Promise<() => Promise<void>> =>
  answer(
    page,
    asked,
    { code, status, title: 'Refused', detail: 'Refused.', ...details },
    Number(status),
  );

/** Holds requests back until the returned function is called. */
export async function hold(
  page: Page,
  isHeld: (url: URL) => boolean,
  method = 'GET',
): Promise<() => Promise<void>> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const act = async (route: Route) => {
    if (route.request().method() === method) await released;
    // After a reload the request does not exist any more.
    await route.fallback().catch(() => {});
  };
  await page.route(isHeld, act);
  return async () => {
    release();
    await page.unroute(isHeld, act);
  };
}

/** Issuing an upload. */
export const theIssue: Asked = { method: 'POST', path: /^\/files$/ };

/** The list of files of every scope. */
export const theList: Asked = { method: 'GET', path: /^\/files(?:\?|$)/ };

/** Lists exactly these files, and answers what is asked about each. */
export async function listFiles(page: Page, files: readonly FileRecord[]): Promise<void> {
  await answer(page, theList, { files });
  for (const file of files) {
    const path = (rest: string) => new RegExp(`^/files/${file.id}${rest}(?:\\?|$)`);
    await answer(page, { method: 'GET', path: path('') }, { file });
    await answer(page, { method: 'GET', path: path('/grants') }, { grants: [] });
    await answer(page, { method: 'GET', path: path('/links') }, { links: [] });
  }
}
