// One file in the list: what it is, what was found in it, a look at it, and the ways to fetch it and to its details.
import type { Airlock } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { copyTemplate, find } from './dom.ts';
import { bytesInWords, timeInWords } from './quantities.ts';
import { showThumbnail } from './thumbnail.ts';
import { typeInWords, typeTag } from './type-names.ts';
import { statusInWords, verdictInWords } from './words.ts';

/** What a row needs from around it. */
export interface FileRowContext {
  readonly airlock: Airlock;
  /** Who is signed in. */
  readonly sub: string;
  /** Sends the browser to a signed link of an attachment: it saves the file and stays on this page. */
  save(url: string): void;
  /** Opens what can be seen and done about this file. */
  onDetails(file: FileRecord): void;
  /** Called with whatever a click threw. */
  onError(error: unknown): void;
}

const shown = new WeakMap<HTMLLIElement, FileRecord>();

/** A list row for `file`; give it newer states with {@link showFile}. */
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

/** Brings a row up to date with its file. */
export function showFile(row: HTMLLIElement, file: FileRecord, context: FileRowContext): void {
  const now = new Date();
  const say = (selector: string, sentence: string) => {
    find(row, selector, HTMLElement).textContent = sentence;
  };
  // Rejected bytes are known by what they turned out to be, not by the claim.
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
  say('.type', settledType ? typeInWords(type) : `sent as ${typeInWords(type)}`);
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
  download.hidden = file.status !== 'ready';
  download.setAttribute('aria-label', `Download ${file.filename}`);
  const details = find(row, '.more-about', HTMLButtonElement);
  details.setAttribute('aria-label', `Details of ${file.filename}`);
  if (file.status === 'ready')
    showThumbnail(find(row, '.tile', HTMLElement), file, context.airlock);
}

/** Gives the focus to a row, or to the heading of the list where there is no row left. */
export function focusRow(row: Element | null): void {
  const target = row?.querySelector<HTMLElement>('.more-about');
  (target ?? find(document, '#files-heading', HTMLElement)).focus();
}
