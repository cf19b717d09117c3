// Shows one file in the list: facts, verdict, thumbnail, and buttons for download and details.

import type { Airlock } from '../client/airlock.ts';
import { bytesInWords } from '../lambdas/domain/bytes-in-words.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { copyTemplate, find } from './dom.ts';
import { timeInWords } from './quantities.ts';
import { showThumbnail } from './thumbnail.ts';
import { typeInWords, typeTag } from './type-names.ts';
import { statusInWords, verdictInWords } from './words.ts';

/** What a row needs from its caller. */
export interface FileRowContext {
  readonly airlock: Airlock;
  /** The signed-in user. */
  readonly sub: string;
  /** Navigates to a signed link of an attachment: the browser saves the file and stays on this page. */
  save(url: string): void;
  /** Opens the details of this file. */
  onDetails(file: FileRecord): void;
  /** Called with whatever a click threw. */
  onError(error: unknown): void;
}

const shown = new WeakMap<HTMLLIElement, FileRecord>();

/** Creates a list row for `file`; {@link showFile} updates it. */
export function createFileRow(file: FileRecord, context: FileRowContext): HTMLLIElement {
  const row = copyTemplate('file-row', HTMLLIElement);
  const download = find(row, '.download', HTMLButtonElement);
  download.addEventListener('click', async () => {
    download.disabled = true;
    try {
      const { url } = await context.airlock.download(file.id, { disposition: 'attachment' });
      context.save(url);
    } catch (error) {
      context.onError(error);
    } finally {
      download.disabled = false;
    }
  });
  find(row, '.more-about', HTMLButtonElement).addEventListener('click', () => {
    context.onDetails(shown.get(row) ?? file);
  });
  showFile(row, file, context);
  return row;
}

/** Updates a row from its file. */
export function showFile(row: HTMLLIElement, file: FileRecord, context: FileRowContext): void {
  const now = new Date();
  const say = (selector: string, sentence: string) => {
    find(row, selector, HTMLElement).textContent = sentence;
  };
  // A rejected file shows its detected type, not its claimed type.
  const type = file.verdict?.detectedType ?? file.contentType;
  const settledType = file.status === 'ready' || file.verdict?.detectedType !== undefined;
  const image = file.image ?? file.verdict?.image;

  shown.set(row, file);
  row.dataset.fileId = file.id;
  row.dataset.status = file.status;
  say('.tile', typeTag(type));
  say('.name', file.title ?? file.filename);
  find(row, '.name', HTMLElement).title = file.filename;
  say('.status', statusInWords(file.status));
  say('.type', settledType ? typeInWords(type) : `uploaded as ${typeInWords(type)}`);
  say('.size', bytesInWords(file.size));
  say('.pixels', image ? `${image.width} × ${image.height}` : '');
  say('.collection', file.collection);
  say('.owner', file.owner === context.sub ? '' : `from ${file.owner}`);
  say('.caption', file.caption ?? '');
  say('.note', verdictInWords(file, now));
  const time = find(row, 'time', HTMLTimeElement);
  time.dateTime = file.createdAt;
  time.title = new Date(file.createdAt).toLocaleString();
  time.textContent = timeInWords(file.createdAt, now);

  const download = find(row, '.download', HTMLButtonElement);
  download.hidden = !file.permissions.download;
  download.setAttribute('aria-label', `Download ${file.filename}`);
  const details = find(row, '.more-about', HTMLButtonElement);
  details.setAttribute('aria-label', `Details of ${file.filename}`);
  if (file.status === 'ready')
    showThumbnail(find(row, '.tile', HTMLElement), file, context.airlock);
}

/** Focuses a row, or the heading of the list when there is no row. */
export function focusRow(row: Element | null): void {
  const target = row?.querySelector<HTMLElement>('.more-about');
  (target ?? find(document, '#files-heading', HTMLElement)).focus();
}
