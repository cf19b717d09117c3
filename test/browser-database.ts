// Reads from outside what a page has stored in its databases.
import type { Page } from 'playwright-core';

/** What a store of one of the page's databases holds; nothing before the page has made it. */
export const recordsIn = (
  page: Page,
  database: string,
  store: string,
): Promise<readonly unknown[]> =>
  page.evaluate(
    async ([name, from]) => {
      // Opened before the page has made it, it would be empty for ever.
      const made = await indexedDB.databases();
      if (!made.some((each) => each.name === name)) return [];
      const ended = <Result>(request: IDBRequest<Result>) =>
        new Promise<Result>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const opened = await ended(indexedDB.open(name));
      const records = await ended(opened.transaction(from).objectStore(from).getAll());
      opened.close();
      return records;
    },
    [database, store] as const,
  );
