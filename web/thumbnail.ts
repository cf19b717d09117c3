// Shows an image as a thumbnail, loaded by a signed link when its row becomes visible.
import type { Airlock } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';

const shownByBrowsers = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'];
// There is no smaller copy, so larger images would transfer too much data.
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

/** Shows the image in `tile` when the tile becomes visible; on failure, the tile keeps its letters. */
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
      // The thumbnail is optional: the letters stay, and Download reports the error.
    }
  });
  view.observe(tile);
}
