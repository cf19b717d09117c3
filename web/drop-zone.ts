// Where files enter the page: chosen, dropped anywhere, or pasted; the collection they go to is chosen beside it.
import { claimedType } from '../client/content-type.ts';
import type { PageConfig } from '../lambdas/contract.ts';
import { guessCollection, offerInWords } from './collections.ts';
import { find } from './dom.ts';

/** A file on its way in. `collection` is undefined when none takes its type. */
export interface Entry {
  readonly file: File;
  /** The type it will be announced as. */
  readonly type: string;
  readonly collection: string | undefined;
}

/** What the drop zone tells. */
export interface DropZoneEvents {
  onFiles(entries: readonly Entry[]): void;
  /** Folders were dropped; a browser can only send files. */
  onFolders(): void;
}

/** Wires the drop zone in index.html to the collections on offer. */
export function startDropZone(
  collections: PageConfig['collections'],
  events: DropZoneEvents,
): void {
  const zone = find(document, '.drop-zone', HTMLElement);
  const input = find(zone, 'input', HTMLInputElement);
  const select = find(document, '#collection', HTMLSelectElement);
  const hint = find(document, '#collection-hint', HTMLElement);
  select.append(...Object.keys(collections).map((name) => new Option(name, name)));

  function explainChoice() {
    const chosen = collections[select.value];
    hint.textContent = chosen
      ? offerInWords(chosen)
      : 'Each file goes to the first collection that takes its type.';
  }

  function enter(files: readonly File[]) {
    if (files.length === 0) return;
    events.onFiles(
      files.map((file) => {
        const type = claimedType(file.type, file.name);
        const guess = guessCollection(type, file.size, collections);
        return { file, type, collection: select.value === '' ? guess : select.value };
      }),
    );
  }

  select.addEventListener('change', explainChoice);
  explainChoice();

  input.addEventListener('change', () => {
    enter([...(input.files ?? [])]);
    // So that choosing the same file again is a change again.
    input.value = '';
  });

  // The label alone would leave most of the area dead to clicks.
  zone.addEventListener('click', (event) => {
    const onControl = event.target instanceof Element && event.target.closest('label, input');
    if (!onControl) input.click();
  });

  document.addEventListener('paste', (event) => enter([...(event.clipboardData?.files ?? [])]));

  // The whole window takes drops: a near miss would otherwise navigate away to the file.
  window.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    zone.classList.add('over');
  });
  window.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) zone.classList.remove('over');
  });
  window.addEventListener('drop', (event) => {
    zone.classList.remove('over');
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    const items = [...event.dataTransfer.items].filter(({ kind }) => kind === 'file');
    const isFolder = (item: DataTransferItem) => item.webkitGetAsEntry()?.isDirectory === true;
    if (items.some(isFolder)) events.onFolders();
    const files = items.filter((item) => !isFolder(item)).map((item) => item.getAsFile());
    enter(files.filter((file) => file !== null));
  });
}
