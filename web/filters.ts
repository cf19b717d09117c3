// Wires the search and the filters above the list.
import type { ListQuery } from '../client/contract.ts';
import type { PageConfig } from '../lambdas/http/page-contract.ts';
import type { Directory } from './directory.ts';
import { find } from './dom.ts';
import {
  type FilterValues,
  hasFilters,
  listQuery,
  type OrderName,
  type Scope,
} from './list-query.ts';
import { startOwnerFilter } from './owner-filter.ts';

/** The filters on the page. */
export interface Filters {
  /** The query for the filters as they are, in this scope. */
  query(scope: Scope): ListQuery;
  /** Whether any of them leaves files of this scope out. */
  isActive(scope: Scope): boolean;
  /** Chooses the newest files first; `onChange` is not called. */
  sortByTime(): void;
  /** Shows the filters of this scope. */
  show(scope: Scope): void;
}

/** How long a pause in typing starts the search. */
const TYPING_MS = 150;

/** Wires the filters; calls `onChange` after each change. `listable` are the collections of everyone's files. */
export function startFilters(
  collections: PageConfig['collections'],
  listable: readonly string[],
  directory: Directory,
  onChange: () => void,
): Filters {
  const form = find(document, '#filters', HTMLFormElement);
  const search = find(form, '#search', HTMLInputElement);
  const owner = startOwnerFilter(directory, onChange);
  const type = find(form, '#filter-type', HTMLSelectElement);
  const collection = find(form, '#filter-collection', HTMLSelectElement);
  const status = find(form, '#filter-status', HTMLSelectElement);
  const order = find(form, '#filter-order', HTMLSelectElement);
  const every = collection.options[0] as HTMLOptionElement;
  let typing: number | undefined;

  const values = (): FilterValues => ({
    search: search.value.trim(),
    type: type.value,
    collection: collection.value,
    status: status.value as FilterValues['status'],
    owner: owner.value(),
    order: order.value as OrderName,
  });

  function change() {
    window.clearTimeout(typing);
    onChange();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void owner.read();
    change();
  });
  form.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLSelectElement) change();
  });
  form.addEventListener('input', ({ target }) => {
    if (target !== search) return;
    window.clearTimeout(typing);
    typing = window.setTimeout(onChange, TYPING_MS);
  });

  return {
    query: (scope) => listQuery(values(), scope, listable[0] ?? ''),
    isActive: (scope) => {
      const { order: _, collection: place, ...filters } = values();
      // One collection of everyone's files is always chosen.
      return Object.values({ ...filters, place: scope === 'all' ? '' : place }).some(
        (value) => value !== '',
      );
    },
    sortByTime() {
      order.value = 'newest' satisfies OrderName;
    },
    show(scope) {
      form.hidden = !hasFilters(scope);
      owner.show(scope === 'all');
      const names = scope === 'all' ? listable : Object.keys(collections);
      const chosen = names.includes(collection.value) ? collection.value : '';
      // Everyone's files are listed one collection at a time.
      const first = scope === 'all' ? [] : [every];
      collection.replaceChildren(...first, ...names.map((name) => new Option(name, name)));
      collection.value = chosen || (scope === 'all' ? (names[0] ?? '') : '');
    },
  };
}
