// The rows of the list, in its order: adds, merges and removes them without moving the focus or the selection.
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { find } from './dom.ts';
import { fileOf, focusRow } from './file-row.ts';

/** What the rows need from the list. */
export interface FileRowsContext {
  create(file: FileRecord): HTMLLIElement;
  /** Whether one file comes before another in the order of the list. */
  isBefore(one: FileRecord, other: FileRecord): boolean;
  /** Called after rows were added or removed. */
  onChange(): void;
}

/** How to merge the first page of the list, read again, into the rows. */
export interface Merging {
  /** Whether the page is the whole list. */
  readonly isWhole: boolean;
  update(file: FileRecord): void;
  remove(fileId: string): void;
}

/** The files beside another one in the list. */
export interface Neighbours {
  readonly before?: FileRecord | undefined;
  readonly after?: FileRecord | undefined;
}

/** The rows on the page. */
export interface FileRows {
  count(): number;
  has(fileId: string): boolean;
  get(fileId: string): HTMLLIElement | undefined;
  ids(): readonly string[];
  /** Calls `act` with the file of every row. */
  each(act: (file: FileRecord) => void): void;
  neighbours(fileId: string): Neighbours | undefined;
  /**
   * Adds a page at the end. A file that is shown already moves there: files that were added here are shown before their page is
   * loaded.
   */
  append(files: readonly FileRecord[]): void;
  /** Adds files at their positions. */
  insert(files: readonly FileRecord[]): void;
  /** Adds new files of the first page, updates known ones, and removes those that the page no longer has. */
  merge(files: readonly FileRecord[], merging: Merging): void;
  remove(fileId: string): void;
  /** Removes these files. */
  removeAll(fileIds: Iterable<string>): void;
}

/** Creates the rows over `#rows` of index.html. */
export function createFileRows({ create, isBefore, onChange }: FileRowsContext): FileRows {
  const list = find(document, '#rows', HTMLUListElement);
  const rowOf = new Map<string, HTMLLIElement>();

  function createRow(file: FileRecord): HTMLLIElement {
    const row = create(file);
    rowOf.set(file.id, row);
    return row;
  }

  function place(file: FileRecord) {
    const row = createRow(file);
    const next = [...list.children].find((each) => {
      const other = each instanceof HTMLLIElement ? fileOf(each) : undefined;
      return other !== undefined && isBefore(file, other);
    });
    if (next) next.before(row);
    else list.append(row);
  }

  function remove(fileId: string) {
    const row = rowOf.get(fileId);
    if (!row) return;
    if (row.contains(document.activeElement)) {
      focusRow(row.nextElementSibling ?? row.previousElementSibling);
    }
    rowOf.delete(fileId);
    row.remove();
  }

  return {
    count: () => rowOf.size,
    has: (fileId) => rowOf.has(fileId),
    get: (fileId) => rowOf.get(fileId),
    ids: () => [...rowOf.keys()],
    each(act) {
      for (const row of rowOf.values()) {
        const file = fileOf(row);
        if (file) act(file);
      }
    },
    neighbours(fileId) {
      const row = rowOf.get(fileId);
      if (!row) return undefined;
      const fileIn = (other: Element | null) =>
        other instanceof HTMLLIElement ? fileOf(other) : undefined;
      return {
        before: fileIn(row.previousElementSibling),
        after: fileIn(row.nextElementSibling),
      };
    },
    append(files) {
      const page = files.map((file) => rowOf.get(file.id) ?? createRow(file));
      // A row that is moved loses the focus.
      list.append(...page.filter((row) => !row.contains(document.activeElement)));
      onChange();
    },
    insert(files) {
      for (const file of files) if (!rowOf.has(file.id)) place(file);
      onChange();
    },
    merge(files, { isWhole, update, remove: drop }) {
      const last = files.at(-1);
      const newest = new Set(files.map(({ id }) => id));
      for (const [id, row] of rowOf) {
        const file = fileOf(row);
        const isCovered = isWhole || (file && last && isBefore(file, last));
        if (isCovered && !newest.has(id)) drop(id);
      }
      for (const file of files) {
        if (rowOf.has(file.id)) update(file);
        else place(file);
      }
      onChange();
    },
    remove(fileId) {
      remove(fileId);
      onChange();
    },
    removeAll(fileIds) {
      for (const id of fileIds) remove(id);
      onChange();
    },
  };
}
