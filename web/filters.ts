// Wires the search and the filters above the list.
import type { ListQuery } from '../client/contract.ts';
import type { PageConfig } from '../lambdas/http/page-contract.ts';
import { find } from './dom.ts';
import { type FilterValues, hasFilters, listQuery, type Scope } from './list-query.ts';

/** The filters on the page. */
export interface Filters {
  /** The query for the filters as they are, in this scope. */
  query(scope: Scope): ListQuery;
  /** Whether any of them leaves files out. */
  isActive(): boolean;
  /** Offers what this scope can be filtered by. */
  show(scope: Scope): void;
}

/** How long a pause in typing starts the search. */
const TYPING_MS = 150;

/** Wires the filters; calls `onChange` after each change. `listable` are the collections of everyone's files. */
export function startFilters(
  collections: PageConfig['collections'],
  listable: readonly string[],
  onChange: () => void,
): Filters {
  const form = find(document, '#filters', HTMLFormElement);
  const search = find(form, '#search', HTMLInputElement);
  const owner = find(form, '#filter-owner', HTMLInputElement);
  const [type, collection, status, order] = ['type', 'collection', 'status', 'order'].map((name) =>
    find(form, `#filter-${name}`, HTMLSelectElement),
  ) as [HTMLSelectElement, HTMLSelectElement, HTMLSelectElement, HTMLSelectElement];
  const every = collection.options[0] as HTMLOptionElement;
  let typing: number | undefined;

  const values = (): FilterValues => ({
    search: search.value.trim(),
    type: type.value,
    collection: collection.value,
    status: status.value as FilterValues['status'],
    owner: owner.value.trim(),
    order: order.value as FilterValues['order'],
  });

  function change() {
    window.clearTimeout(typing);
    onChange();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    change();
  });
  form.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLSelectElement) change();
  });
  form.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    window.clearTimeout(typing);
    typing = window.setTimeout(onChange, TYPING_MS);
  });

  return {
    query: (scope) => listQuery(values(), scope, listable[0] ?? ''),
    isActive: () => {
      const { order: _, ...filters } = values();
      return Object.values(filters).some((value) => value !== '');
    },
    show(scope) {
      form.hidden = !hasFilters(scope);
      owner.hidden = scope !== 'all';
      const names = scope === 'all' ? listable : Object.keys(collections);
      const chosen = names.includes(collection.value) ? collection.value : '';
      // Everyone's files are listed one collection at a time.
      const first = scope === 'all' ? [] : [every];
      collection.replaceChildren(...first, ...names.map((name) => new Option(name, name)));
      collection.value = chosen || (scope === 'all' ? (names[0] ?? '') : '');
    },
  };
}
