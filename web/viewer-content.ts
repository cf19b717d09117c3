// Shows the content of a file in the viewer: a picture, a player, or the browser's own viewer of PDF and text.
import { canonicalType, mayShowAsText } from '../lambdas/domain/content-types.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { now } from './clock.ts';
import { texts } from './texts.ts';
import { typeInWords } from './type-names.ts';
import { errorInWords, statusInWords, verdictInWords } from './words.ts';

/** How the viewer shows a file. */
export type View = 'picture' | 'video' | 'audio' | 'page';

/** Image types that every present browser shows. */
const pictures = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'image/bmp'];

/** HEVC is patented, so that few browsers decode what phones take: Safari does (Can I use, "HEIF/HEIC image format"). */
const HEIC = 'image/heic';

/** Whether only some browsers show this picture, because there is no copy of it in another format. */
export const isSeldomShown = ({ contentType, variants }: FileRecord): boolean =>
  canonicalType(contentType) === HEIC && variants === undefined;

/**
 * Whether this browser decodes such a picture. It is asked without loading one: of several sources it takes one whose type it
 * knows.
 */
export async function showsSeldom(): Promise<boolean> {
  const picture = document.createElement('picture');
  const source = document.createElement('source');
  const image = new Image();
  source.type = HEIC;
  source.srcset = '/favicon.svg';
  picture.append(source, image);
  // The source is chosen after the running script (HTML §4.8.4.3.5, "await a stable state").
  await new Promise((resolve) => setTimeout(resolve));
  return image.currentSrc !== '';
}

/** Whether the browser's own viewer of PDF would show this file. */
export const isPdf = ({ contentType }: FileRecord): boolean =>
  canonicalType(contentType) === 'application/pdf';

/** How a file is shown; undefined when no browser shows its type. */
export function viewOf({
  status,
  contentType,
  permissions,
  variants,
}: FileRecord): View | undefined {
  if (status !== 'ready' || !permissions.download) return undefined;
  const type = canonicalType(contentType);
  if (pictures.includes(type) || type === HEIC || variants) return 'picture';
  if (type.startsWith('video/')) return 'video';
  if (type.startsWith('audio/')) return 'audio';
  return type === 'application/pdf' || mayShowAsText(type) ? 'page' : undefined;
}

/** The element that shows the file at `url`. */
export function contentElement(file: FileRecord, view: View, url: string): HTMLElement {
  const name = file.title ?? file.filename;
  if (view === 'picture') {
    const image = new Image();
    image.alt = file.caption ?? name;
    image.src = url;
    return image;
  }
  if (view === 'page') {
    const frame = document.createElement('iframe');
    frame.title = name;
    frame.src = url;
    return frame;
  }
  const player = document.createElement(view);
  player.controls = true;
  player.ariaLabel = name;
  player.preload = 'metadata';
  player.src = url;
  return player;
}

/** Resolves when the browser shows something of the file, or cannot. */
export async function whenShown(content: HTMLElement): Promise<void> {
  if (content instanceof HTMLImageElement) return content.decode().catch(() => {});
  const event = content instanceof HTMLMediaElement ? 'loadedmetadata' : 'load';
  if (event === 'load' && !(content instanceof HTMLIFrameElement)) return;
  await new Promise((resolve) => {
    for (const end of [event, 'error']) content.addEventListener(end, resolve, { once: true });
  });
}

/** What the viewer shows while a file is loaded; its style lets it appear after a moment. */
export function waiting(): HTMLElement {
  const sentence = document.createElement('div');
  sentence.className = 'wait';
  sentence.role = 'status';
  sentence.textContent = texts().viewer.opening;
  return sentence;
}

/** The element that the viewer shows instead of a file that the API refused, or did not answer about. */
export function problem(error: unknown): HTMLElement {
  const sentence = document.createElement('p');
  sentence.role = 'alert';
  sentence.textContent = errorInWords(error, now());
  return sentence;
}

/** The element that the viewer shows instead of a file that this browser does not or could not show. */
export function noPreview(file: FileRecord, { hasFailed = false } = {}): HTMLElement {
  const sentence = document.createElement('p');
  sentence.textContent = whyNotShown(file, hasFailed);
  return sentence;
}

function whyNotShown(file: FileRecord, hasFailed: boolean): string {
  const words = texts().viewer;
  if (file.status !== 'ready') {
    return `${statusInWords(file.status)}. ${verdictInWords(file, now())}`;
  }
  if (isSeldomShown(file)) return words.noHeic;
  return hasFailed ? words.failed : words.noPreview(typeInWords(file.contentType));
}
