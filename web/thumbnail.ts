// Shows an image as a thumbnail, loaded by a signed link when its row becomes visible.
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { pictureAddress, variantFor } from './picture-address.ts';
import type { SignedUrls } from './signed-urls.ts';

const shownByBrowsers = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'];
// Without variants there is no smaller copy, so larger images would transfer too much data.
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

/** The pixels of a tile, on screens of twice the density. */
const TILE_PIXELS = 80;

/** How to get the address of a picture for the tile; undefined when the file has none. */
const thumbnailAddress = (
  file: FileRecord,
  urls: SignedUrls,
): (() => Promise<string>) | undefined =>
  variantFor(file, TILE_PIXELS) !== undefined ||
  (shownByBrowsers.includes(file.contentType) && file.size <= maxThumbnailBytes)
    ? () => pictureAddress(file, TILE_PIXELS, urls)
    : undefined;

/**
 * Shows the image in `tile` when the tile becomes visible; on failure, the tile keeps its letters, and `onMissing` is called when the
 * picture is still being prepared.
 */
export function showThumbnail(
  tile: HTMLElement,
  file: FileRecord,
  { urls, onMissing }: { readonly urls: SignedUrls; onMissing(): void },
): void {
  const address = thumbnailAddress(file, urls);
  if (!address) return;
  wanted.set(tile, async () => {
    const image = new Image();
    image.alt = '';
    image.decoding = 'async';
    image.dataset.testid = 'thumbnail';
    try {
      image.src = await address();
      await image.decode();
      tile.replaceChildren(image);
    } catch {
      // The thumbnail is optional: the letters stay, and Download reports the error. A list that is read again tries once more.
      delete tile.dataset.content;
      if (file.variantsStatus === 'preparing') onMissing();
    }
  });
  view.observe(tile);
}
