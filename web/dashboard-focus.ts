// Keeps the focus in the Dashboard when what has it is removed, as a file is that was cancelled or is complete.

/** Where the focus continues: at the next file, or where files are chosen. */
const CONTINUE = '.uppy-Dashboard-Item-action--remove, .uppy-Dashboard-browse';

/** Watches the Dashboard, whose elements come and go. */
export function keepFocus(dashboard: HTMLElement): void {
  let focused: Element | undefined;

  dashboard.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element) focused = target;
  });
  dashboard.addEventListener('focusout', ({ target }) => {
    // An element that is being removed is still in the document now.
    setTimeout(() => {
      if (target === focused && focused?.isConnected) focused = undefined;
    });
  });
  new MutationObserver(() => {
    if (!focused || focused.isConnected) return;
    focused = undefined;
    if (document.activeElement !== document.body) return;
    const places = [...dashboard.querySelectorAll<HTMLElement>(CONTINUE)];
    places.find((place) => place.checkVisibility())?.focus({ preventScroll: true });
  }).observe(dashboard, { childList: true, subtree: true });
}
