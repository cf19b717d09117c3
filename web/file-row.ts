// Shows one file in the list: facts, verdict, thumbnail, and buttons for download and details.
import { UNKNOWN_TYPE } from '../lambdas/domain/claimed-type.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { addressOf } from './addresses.ts';
import { oneAtATime } from './attempt.ts';
import { now } from './clock.ts';
import type { Directory } from './directory.ts';
import { copyTemplate, find } from './dom.ts';
import { timeInWords } from './quantities.ts';
import type { SignedUrls } from './signed-urls.ts';
import { locale, texts } from './texts.ts';
import { showThumbnail } from './thumbnail.ts';
import { typeTag } from './type-names.ts';
import { sizeInWords, statusInWords, typeOfInWords, verdictInWords } from './words.ts';

/** What a row needs from its caller. */
export interface FileRowContext {
  readonly urls: SignedUrls;
  readonly directory: Directory;
  /** The signed-in user. */
  readonly sub: string;
  /** Downloads this file. */
  onDownload(file: FileRecord): Promise<void>;
  /** Opens this file in the viewer. */
  onOpen(file: FileRecord): void;
  /** Opens the details of this file. */
  onDetails(file: FileRecord): void;
  /** Called when the picture of a file cannot be shown before its copies are prepared. */
  onPreparing?(file: FileRecord): void;
}

/** The file that a row shows. */
export const fileOf = (row: HTMLLIElement): FileRecord | undefined => shown.get(row);

const shown = new WeakMap<HTMLLIElement, FileRecord>();

/** Creates a list row for `file`; {@link showFile} updates it. */
export function createFileRow(file: FileRecord, context: FileRowContext): HTMLLIElement {
  const row = copyTemplate('file-row', HTMLLIElement);
  const download = find(row, '.download', HTMLButtonElement);
  download.addEventListener('click', () =>
    oneAtATime(download, () => context.onDownload(shown.get(row) ?? file)),
  );
  find(row, '.open', HTMLAnchorElement).addEventListener('click', (event) => {
    // With a key, the link opens in another tab or window.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    context.onOpen(shown.get(row) ?? file);
  });
  find(row, '.more-about', HTMLButtonElement).addEventListener('click', () => {
    context.onDetails(shown.get(row) ?? file);
  });
  showFile(row, file, context);
  return row;
}

/** Updates a row from its file. */
export function showFile(row: HTMLLIElement, file: FileRecord, context: FileRowContext): void {
  const say = (selector: string, sentence: string) => {
    find(row, selector, HTMLElement).textContent = sentence;
  };
  // A rejected file shows its detected type, not its claimed type.
  const type = file.verdict?.detectedType ?? file.contentType;
  const image = file.image ?? file.verdict?.image;

  shown.set(row, file);
  row.dataset.fileId = file.id;
  row.dataset.status = file.status;
  say('.open', file.title ?? file.filename);
  find(row, '.open', HTMLAnchorElement).href = addressOf(file.id);
  find(row, '.name', HTMLElement).title = file.filename;
  say('.status', statusInWords(file.status));
  say('.type', typeOfInWords(file));
  say('.size', sizeInWords(file));
  say('.pixels', image ? `${image.width} × ${image.height}` : '');
  say('.collection', file.collection);
  say(
    '.owner',
    file.owner === context.sub ? '' : texts().list.from(context.directory.nameOf(file.owner)),
  );
  say('.caption', file.caption ?? '');
  say('.note', verdictInWords(file, now()));
  row.classList.toggle('ordinary', isOrdinary(file));
  const time = find(row, 'time', HTMLTimeElement);
  time.dateTime = file.createdAt;
  time.title = new Date(file.createdAt).toLocaleString(locale());
  time.textContent = timeInWords(file.createdAt, now());

  find(row, '.pick input', HTMLInputElement).ariaLabel = texts().list.select(file.filename);
  const download = find(row, '.download', HTMLButtonElement);
  download.hidden = !file.permissions.download;
  download.setAttribute('aria-label', texts().list.downloadOf(file.filename));
  const details = find(row, '.more-about', HTMLButtonElement);
  details.setAttribute('aria-label', texts().list.detailsOf(file.filename));

  const tile = find(row, '.tile', HTMLElement);
  const content = contentOf(file);
  // A list that is read again would let every picture disappear for a moment.
  if (tile.dataset.content === content) return;
  tile.dataset.content = content;
  tile.textContent = typeTag(type);
  if (file.status !== 'ready') return;
  showThumbnail(tile, file, {
    urls: context.urls,
    onMissing: () => context.onPreparing?.(file),
  });
}

/** What the tile of a file depends on. */
const contentOf = ({ status, contentType, size, sha256, checksum, variants = {} }: FileRecord) =>
  [status, contentType, size, sha256 ?? checksum?.value, ...Object.keys(variants)].join();

/** Whether the verdict says no more than that the file is ready. */
const isOrdinary = ({ status, verdict, contentType }: FileRecord): boolean =>
  status === 'ready' &&
  (verdict === undefined || [contentType, UNKNOWN_TYPE].includes(verdict.declaredType));

/** Focuses a row, or the heading of the list when there is no row. */
export function focusRow(row: Element | null): void {
  const target = row?.querySelector<HTMLElement>('.open');
  (target ?? find(document, '#files-heading', HTMLElement)).focus();
}
