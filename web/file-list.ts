// Shows the list of files: loads pages as the user scrolls, adds new verdicts, follows other tabs, polls pending files.
import type { Airlock } from '../client/airlock.ts';
import { AirlockRefusal } from '../client/errors.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { now } from './clock.ts';
import { announce, find } from './dom.ts';
import { createFileRow, type FileRowContext, fileOf, focusRow, showFile } from './file-row.ts';
import { createFileRows, type Neighbours } from './file-rows.ts';
import type { Filters } from './filters.ts';
import { hasFilters, isBefore, isListed, type Scope } from './list-query.ts';
import { isOutdated } from './newer-state.ts';
import { announceOutcome, verdictOn } from './outcomes.ts';
import { createPageLoader } from './page-loader.ts';
import { watchPending } from './pending-watch.ts';
import { timeInWords } from './quantities.ts';
import { emptyInWords } from './scope-choice.ts';
import { texts } from './texts.ts';

/** Lists are eventually consistent, and a page that was read may be older than the files that were added to it. */
const FRESH_MS = 10_000;

/** The list on the page. */
export interface FileList {
  /** Loads the next page; failures go to `onListError`. */
  load(): Promise<void>;
  /** Clears the list and loads the files of another scope. */
  show(scope: Scope): Promise<void>;
  /** Clears the list and loads the files that match the changed filters. */
  filter(): Promise<void>;
  /** Reads the newest files again and shows what has changed; failures are silent. */
  refresh(): Promise<void>;
  /** Hides a file whose upload is shown on the Dashboard. */
  claim(fileId: string): void;
  /** Adds a file with its verdict; one whose content was replaced stays where it is. */
  add(file: FileRecord): void;
  /** Shows a newer state of a file. */
  update(file: FileRecord): void;
  /** Removes files; the focus moves to a neighbour. */
  remove(...fileIds: readonly string[]): void;
  /** The files before and after this one in the list; undefined when the list does not have it. */
  neighbours(file: FileRecord): Neighbours | undefined;
  /** Loads the next page when this file is the last one that was loaded. */
  loadAfter(file: FileRecord): Promise<void>;
  /** Moves the focus to the row of a file. */
  focus(fileId: string): void;
  /** Puts files back that were removed. */
  restore(files: readonly FileRecord[]): void;
}

/** What the list needs from its caller. */
export interface FileListContext extends FileRowContext {
  readonly filters: Filters;
  /** The name by which others share files with the user: a mail address, or `user:<sub>`. */
  readonly address: string;
  /** Called when a page could not be loaded; `load` retries it. */
  onListError(error: unknown): void;
  /** Called when the list was loaded after an error. */
  onListRecovered(): void;
  /** Called when the list is too long for the chosen order, and is sorted by time instead. */
  onTooLong(error: AirlockRefusal): void;
  /** Called after rows were added or removed. */
  onRows(): void;
}

/** Wires the list in index.html to the API. */
export function startFileList(airlock: Airlock, context: FileListContext): FileList {
  const { filters, sub } = context;
  const empty = find(document, '#empty', HTMLElement);
  const elsewhere = new Set<string>();
  /** When each file was added here. */
  const added = new Map<string, number>();
  /** In which view of the list files were removed; each other query or scope is another view. */
  const removedIn = new Map<string, number>();
  let view = 0;
  /** Rows of the query before, which stay until the first page of the present one is there. */
  let stale: readonly string[] = [];
  /** Whether screen readers know what the present search and filters found. */
  let isAnnounced = true;
  let scope: Scope;

  const watch = watchPending({
    get: (id) => airlock.get(id),
    onChange(file) {
      const row = rows.get(file.id);
      if (!row) return;
      const wasPending = fileOf(row)?.status === 'pending';
      update(file);
      if (wasPending) announceOutcome(verdictOn(file));
    },
  });
  const rowContext = { ...context, onPreparing: (file: FileRecord) => watch.add(file) };
  const rows = createFileRows({
    create(file) {
      if (file.status === 'pending') watch.add(file);
      return createFileRow(file, rowContext);
    },
    isBefore: (one, other) => isBefore(one, other, filters.query(scope)),
    onChange() {
      showEmptiness();
      context.onRows();
    },
  });
  const loader = createPageLoader({
    list: (query) => airlock.list(query),
    query: () => filters.query(scope),
    onPage(files) {
      const shown = files.filter(({ id }) => !elsewhere.has(id));
      if (stale.length > 0) replaceStale(shown);
      rows.append(shown);
      void showOwners(files);
    },
    onNewest(files, isWhole, askedAt) {
      rows.merge(
        files.filter(({ id }) => !elsewhere.has(id)),
        { isWhole, update, remove: (id) => dropMissing(id, askedAt) },
      );
      void showOwners(files);
    },
    onSettled() {
      showEmptiness();
      announceFound();
    },
    onError: showError,
    onRecovered: context.onListRecovered,
  });

  /** Rows that the present query has as well stay, with their pictures and their selection. */
  function replaceStale(files: readonly FileRecord[]) {
    const kept = new Set(files.map(({ id }) => id));
    rows.removeAll(stale.filter((id) => !kept.has(id)));
    stale = [];
    for (const file of files) {
      update(file);
      if (file.status === 'pending' && rows.has(file.id)) watch.add(file);
    }
  }

  /** A list that is too long for its order is loaded by time instead. */
  function showError(error: unknown) {
    replaceStale([]);
    if (!(error instanceof AirlockRefusal) || error.code !== 'list_too_long') {
      context.onListError(error);
      return;
    }
    context.onTooLong(error);
    filters.sortByTime();
    void restart();
  }

  const isFiltered = () => hasFilters(scope) && filters.isActive(scope);

  function announceFound() {
    if (isAnnounced || !isFiltered()) return;
    isAnnounced = true;
    const words = texts().list;
    const found = loader.isComplete() ? words.found : words.firstFound;
    announce(found(rows.count()));
  }

  function showEmptiness() {
    empty.hidden = rows.count() > 0 || !loader.isComplete();
    const words = texts().list;
    find(empty, '.empty-title', HTMLElement).textContent = isFiltered()
      ? words.nothingFound
      : words.nothingYet;
    find(empty, '#empty-hint', HTMLElement).textContent = isFiltered()
      ? words.nothingFoundHint
      : emptyInWords(scope, context.address);
  }

  /** Rows name owners by their ids until the names are known. */
  async function showOwners(files: readonly FileRecord[]) {
    if (await context.directory.learn(files.map(({ owner }) => owner))) rows.each(update);
  }

  function update(file: FileRecord) {
    const row = rows.get(file.id);
    const known = row && fileOf(row);
    if (row && !(known && isOutdated(file, known))) showFile(row, file, rowContext);
  }

  /** A list that was asked for at this time may not contain the files yet that were added here a moment before. */
  function dropMissing(fileId: string, askedAt: number) {
    const addedAt = added.get(fileId) ?? Number.NEGATIVE_INFINITY;
    if (askedAt - addedAt > FRESH_MS) drop(fileId);
  }

  function drop(fileId: string) {
    watch.remove(fileId);
    rows.remove(fileId);
  }

  /** Files that others share are in the order of their grants, so that the first page does not show new versions. */
  const refresh = async () => {
    if (hasFilters(scope)) await loader.refresh();
  };

  /** Loads the list of another query; rows of another scope would mislead until then. */
  function restart({ keepsRows = true } = {}): Promise<void> {
    view += 1;
    stale = rows.ids();
    for (const id of stale) watch.remove(id);
    if (!keepsRows) replaceStale([]);
    empty.hidden = true;
    isAnnounced = false;
    return loader.restart();
  }

  window.setInterval(() => {
    for (const time of find(document, '#rows', HTMLElement).querySelectorAll('time')) {
      time.textContent = timeInWords(time.dateTime, now());
    }
  }, 60_000);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void refresh();
  });
  window.addEventListener('focus', () => void refresh());

  return {
    load: loader.load,
    update,
    refresh,
    neighbours: ({ id }) => rows.neighbours(id),
    async loadAfter({ id }) {
      if (rows.has(id) && !rows.neighbours(id)?.after) await loader.loadMore();
    },
    focus: (fileId) => focusRow(rows.get(fileId) ?? null),
    filter: () => restart(),
    remove(...fileIds) {
      for (const id of fileIds) {
        elsewhere.add(id);
        removedIn.set(id, view);
        drop(id);
      }
    },
    restore(files) {
      for (const { id } of files) elsewhere.delete(id);
      if (files.every(({ id }) => removedIn.get(id) === view)) rows.insert(files);
      else void restart();
    },
    show(next) {
      scope = next;
      filters.show(next);
      return restart({ keepsRows: false });
    },
    claim(fileId) {
      elsewhere.add(fileId);
      drop(fileId);
    },
    add(file) {
      elsewhere.delete(file.id);
      added.set(file.id, performance.now());
      announceOutcome(verdictOn(file));
      if (!isListed(file, filters.query(scope), sub)) drop(file.id);
      else if (rows.has(file.id)) update(file);
      else rows.insert([file]);
    },
  };
}
