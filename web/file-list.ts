// The list, newest first: pages on demand, what was just judged at its head, pending files followed until they settle.
import type { Airlock } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/contract.ts';
import { announce, find } from './dom.ts';
import { createFileRow, type FileRowContext, showFile } from './file-row.ts';
import { watchPending } from './pending-watch.ts';
import { timeInWords } from './quantities.ts';
import { statusInWords, verdictInWords } from './words.ts';

const pageSize = 20;

/** The list on the page. */
export interface FileList {
  /** Loads the next page; failures go to `onListError`. */
  load(): Promise<void>;
  /** Keeps a file whose upload is shown elsewhere from appearing a second time. */
  claim(fileId: string): void;
  /** Puts a file that has just been judged at the head. */
  add(file: FileRecord): void;
}

/** What the list needs from around it. */
export interface FileListContext extends FileRowContext {
  /** A page could not be loaded; `load` tries it again. */
  onListError(error: unknown): void;
}

/** Wires the list in index.html to the API. */
export function startFileList(airlock: Airlock, context: FileListContext): FileList {
  const rows = find(document, '#rows', HTMLUListElement);
  const empty = find(document, '#empty', HTMLElement);
  const skeleton = find(document, '#skeleton', HTMLElement);
  const more = find(document, '#more', HTMLButtonElement);
  const rowOf = new Map<string, HTMLLIElement>();
  const elsewhere = new Set<string>();
  let cursor: string | undefined;

  const watch = watchPending({
    get: (id) => airlock.get(id),
    onChange(file) {
      const row = rowOf.get(file.id);
      if (!row) return;
      showFile(row, file, context);
      announceOutcome(file);
    },
  });

  function showEmptiness() {
    empty.hidden = rows.childElementCount > 0;
  }

  function createRow(file: FileRecord): HTMLLIElement {
    const row = createFileRow(file, context);
    rowOf.set(file.id, row);
    if (file.status === 'pending') watch.add(file);
    return row;
  }

  async function load() {
    more.disabled = true;
    rows.ariaBusy = 'true';
    skeleton.hidden = cursor !== undefined;
    empty.hidden = true;
    try {
      const page = await airlock.list({ limit: pageSize, ...(cursor !== undefined && { cursor }) });
      cursor = page.nextCursor;
      const unseen = page.files.filter(({ id }) => !rowOf.has(id) && !elsewhere.has(id));
      rows.append(...unseen.map(createRow));
      skeleton.hidden = true;
      showEmptiness();
    } catch (error) {
      skeleton.hidden = true;
      context.onListError(error);
    } finally {
      more.disabled = false;
      rows.ariaBusy = 'false';
      more.hidden = cursor === undefined;
    }
  }

  more.addEventListener('click', async () => {
    const last = rows.lastElementChild;
    await load();
    const first = last?.nextElementSibling;
    if (!(first instanceof HTMLLIElement)) return;
    announce('Older files added to the list.');
    first.tabIndex = -1;
    first.focus();
  });

  window.setInterval(() => {
    for (const time of rows.querySelectorAll('time')) {
      time.textContent = timeInWords(time.dateTime, new Date());
    }
  }, 60_000);

  return {
    load,
    claim(fileId) {
      elsewhere.add(fileId);
      watch.remove(fileId);
      const row = rowOf.get(fileId);
      if (!row) return;
      rowOf.delete(fileId);
      row.remove();
      showEmptiness();
    },
    add(file) {
      elsewhere.delete(file.id);
      rowOf.get(file.id)?.remove();
      rows.prepend(createRow(file));
      showEmptiness();
      announceOutcome(file);
    },
  };
}

function announceOutcome(file: FileRecord) {
  const outcome = statusInWords(file.status).toLowerCase();
  announce(`${file.filename} is ${outcome}. ${verdictInWords(file, new Date())}`);
}
