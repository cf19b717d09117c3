// Lets the user choose a collection: by file type, or one collection for every file added from now on.

import type { PageConfig } from '../lambdas/http/page-contract.ts';
import { offerInWords } from './collections.ts';
import { find } from './dom.ts';
import { showOffer } from './limits.ts';

/** The chosen collection. */
export interface CollectionChoice {
  /** The name of a collection; empty for a guess by file type. */
  readonly value: string;
}

/** Wires the select in index.html; every change shows what the chosen collection accepts. */
export function startCollectionChoice(collections: PageConfig['collections']): CollectionChoice {
  const select = find(document, '#collection', HTMLSelectElement);
  const hint = find(document, '#collection-hint', HTMLElement);
  /** The text of the document while each file is sent to the first collection that takes it. */
  const guessed = hint.textContent;
  select.append(...Object.keys(collections).map((name) => new Option(name, name)));

  function explain() {
    const chosen = collections[select.value];
    hint.textContent = chosen ? offerInWords(chosen) : guessed;
    showOffer(chosen ? { [select.value]: chosen } : collections);
  }

  select.addEventListener('change', explain);
  explain();
  return {
    get value() {
      return select.value;
    },
  };
}
