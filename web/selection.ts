// Selects files in the list by checkboxes, with Shift for a range, and offers to download or delete them together.
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { find } from './dom.ts';
import { fileOf } from './file-row.ts';
import { texts } from './texts.ts';

/** The actions on selected files. */
export interface SelectionActions {
  onDownload(files: readonly FileRecord[]): void;
  onDelete(files: readonly FileRecord[]): void;
}

/** The selection on the page. */
export interface Selection {
  /** Shows the selection again after rows were added or removed. */
  update(): void;
}

/** Wires the checkboxes of the rows and the bar above them. */
export function startSelection({ onDownload, onDelete }: SelectionActions): Selection {
  const rows = find(document, '#rows', HTMLUListElement);
  const bar = find(document, '#selection', HTMLElement);
  const all = find(bar, '#select-all', HTMLInputElement);
  const label = find(bar, '#select-all-label', HTMLElement);
  const download = find(bar, '[data-testid="download-selected"]', HTMLButtonElement);
  const remove = find(bar, '[data-testid="delete-selected"]', HTMLButtonElement);
  let anchor: HTMLInputElement | undefined;

  const boxes = () => [...rows.querySelectorAll<HTMLInputElement>('.pick input')];

  function selected(): readonly FileRecord[] {
    return boxes().flatMap((box) => {
      const row = box.checked && box.closest('li');
      const file = row ? fileOf(row) : undefined;
      return file ? [file] : [];
    });
  }
  const downloadable = () => selected().filter(({ permissions }) => permissions.download);
  const deletable = () => selected().filter(({ permissions }) => permissions.delete);

  function update() {
    const every = boxes();
    const count = every.filter(({ checked }) => checked).length;
    const words = texts().list;
    bar.hidden = every.length === 0;
    bar.dataset.count = String(count);
    all.checked = count === every.length;
    all.indeterminate = count > 0 && count < every.length;
    label.textContent = count === 0 ? words.noneSelected : words.selected(count);
    for (const [button, files, name] of [
      [download, downloadable(), words.download],
      [remove, deletable(), words.delete],
    ] as const) {
      button.hidden = files.length === 0;
      button.textContent = name(files.length);
    }
  }

  function clear() {
    for (const box of boxes()) box.checked = false;
    anchor = undefined;
    update();
  }

  /** The boxes from the one that was clicked last to this one, in either direction; this one alone when the other is gone. */
  function rangeTo(box: HTMLInputElement): readonly HTMLInputElement[] {
    const every = boxes();
    const start = anchor?.isConnected ? anchor : box;
    const [from, to] = [every.indexOf(start), every.indexOf(box)];
    return every.slice(Math.min(from, to), Math.max(from, to) + 1);
  }

  rows.addEventListener('click', ({ target, shiftKey }) => {
    if (!(target instanceof HTMLInputElement) || !target.closest('.pick')) return;
    if (shiftKey) for (const box of rangeTo(target)) box.checked = target.checked;
    anchor = target;
    update();
  });
  all.addEventListener('change', () => {
    for (const box of boxes()) box.checked = all.checked;
    update();
  });
  download.addEventListener('click', () => onDownload(downloadable()));
  remove.addEventListener('click', () => {
    onDelete(deletable());
    clear();
  });

  return { update };
}
