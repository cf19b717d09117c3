// A look at an image: its own bytes by a signed link, asked for only when the row comes into view.
import type { Airlock } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';

const shownByBrowsers = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'];
// There is no smaller copy to fetch: larger images would cost more data than a look is worth.
const maxThumbnailBytes = 8 * 1024 ** 2;

const wanted = new WeakMap<Element, () => void>();
const view = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      view.unobserve(target);
      wanted.get(target)?.();
    }
  },
  { rootMargin: '200px' },
);

/** Puts the image into `tile` once it comes into view; the tile keeps its letters if that fails. */
export function showThumbnail(tile: HTMLElement, file: FileRecord, airlock: Airlock): void {
  if (!shownByBrowsers.includes(file.contentType) || file.size > maxThumbnailBytes) return;
  wanted.set(tile, async () => {
    const image = new Image();
    image.alt = '';
    image.decoding = 'async';
    image.dataset.testid = 'thumbnail';
    try {
      image.src = (await airlock.download(file.id, { disposition: 'inline' })).url;
      await image.decode();
      tile.replaceChildren(image);
    } catch {
      // A look is a courtesy: the letters stay, and Download tells what is wrong.
    }
  });
  view.observe(tile);
}
