// Shows the list of files, newest first: loads pages on demand, adds new verdicts at the top, polls pending files.
import type { Airlock } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { announce, find } from './dom.ts';
import { createFileRow, type FileRowContext, focusRow, showFile } from './file-row.ts';
import { watchPending } from './pending-watch.ts';
import { timeInWords } from './quantities.ts';
import { emptyInWords, type Scope } from './scope-choice.ts';
import { statusInWords, verdictInWords } from './words.ts';

const pageSize = 20;

/** The list on the page. */
export interface FileList {
  /** Loads the next page; failures go to `onListError`. */
  load(): Promise<void>;
  /** Clears the list and loads the files of another scope. */
  show(scope: Scope): Promise<void>;
  /** Hides a file whose upload is shown on the Dashboard. */
  claim(fileId: string): void;
  /** Adds a file with its verdict at the top; one whose content was replaced stays where it is. */
  add(file: FileRecord, replacedId?: string): void;
  /** Shows a newer state of a file. */
  update(file: FileRecord): void;
  /** Removes a file; the focus moves to its neighbour. */
  remove(fileId: string): void;
}

/** What the list needs from its caller. */
export interface FileListContext extends FileRowContext {
  /** Called when a page could not be loaded; `load` retries it. */
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
  let scope: Scope;
  let cursor: string | undefined;
  /** Identifies the current scope, so that late answers for a previous one are dropped. */
  let turn = 0;

  const watch = watchPending({
    get: (id) => airlock.get(id),
    onChange(file) {
      if (!rowOf.has(file.id)) return;
      update(file);
      announceOutcome(file);
    },
  });

  function showEmptiness() {
    empty.hidden = rows.childElementCount > 0;
    find(document, '#empty-hint', HTMLElement).textContent = emptyInWords(scope, context.sub);
  }

  function createRow(file: FileRecord): HTMLLIElement {
    const row = createFileRow(file, context);
    rowOf.set(file.id, row);
    if (file.status === 'pending') watch.add(file);
    return row;
  }

  function update(file: FileRecord) {
    const row = rowOf.get(file.id);
    if (row) showFile(row, file, context);
  }

  function drop(fileId: string) {
    watch.remove(fileId);
    const row = rowOf.get(fileId);
    if (!row) return;
    if (row.contains(document.activeElement)) {
      focusRow(row.nextElementSibling ?? row.previousElementSibling);
    }
    rowOf.delete(fileId);
    row.remove();
    showEmptiness();
  }

  async function load() {
    const asked = turn;
    more.disabled = true;
    rows.ariaBusy = 'true';
    skeleton.hidden = cursor !== undefined;
    empty.hidden = true;
    try {
      const page = await airlock.list({
        limit: pageSize,
        ...(scope !== undefined && { shared: scope }),
        ...(cursor !== undefined && { cursor }),
      });
      if (asked !== turn) return;
      cursor = page.nextCursor;
      const unseen = page.files.filter(({ id }) => !rowOf.has(id) && !elsewhere.has(id));
      rows.append(...unseen.map(createRow));
      showEmptiness();
    } catch (error) {
      if (asked === turn) context.onListError(error);
    } finally {
      if (asked === turn) {
        skeleton.hidden = true;
        more.disabled = false;
        rows.ariaBusy = 'false';
        more.hidden = cursor === undefined;
      }
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
    update,
    remove: drop,
    show(next) {
      for (const id of rowOf.keys()) watch.remove(id);
      rowOf.clear();
      rows.replaceChildren();
      scope = next;
      cursor = undefined;
      more.hidden = true;
      turn += 1;
      return load();
    },
    claim(fileId) {
      elsewhere.add(fileId);
      drop(fileId);
    },
    add(file, replacedId = '') {
      elsewhere.delete(file.id);
      announceOutcome(file);
      // An uploaded file belongs to the user, so it appears only in the list of their own files.
      if (scope !== undefined) return;
      const before = file.id === replacedId ? rowOf.get(file.id) : undefined;
      const isFocused = before?.contains(document.activeElement) ?? false;
      const next = before?.nextElementSibling ?? null;
      drop(file.id);
      const row = createRow(file);
      rows.insertBefore(row, before ? next : rows.firstChild);
      if (isFocused) focusRow(row);
      showEmptiness();
    },
  };
}

function announceOutcome(file: FileRecord) {
  const outcome = statusInWords(file.status).toLowerCase();
  announce(`${file.filename} is ${outcome}. ${verdictInWords(file, new Date())}`);
}
