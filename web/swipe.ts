// Recognises a horizontal swipe of one finger.

/** A shorter way is a tap. */
const SHORTEST_PX = 60;

/** Calls `act` after each swipe over `element`, with the way of the finger; a player keeps its swipes, and so does a page that is zoomed. */
export function onSwipe(element: HTMLElement, act: (way: 'left' | 'right') => void): void {
  let start: Touch | undefined;
  element.addEventListener(
    'touchstart',
    ({ touches, target }) => {
      const isOne = touches.length === 1 && !(target instanceof HTMLMediaElement);
      start = isOne ? touches[0] : undefined;
    },
    { passive: true },
  );
  element.addEventListener('touchend', ({ changedTouches: [end] }) => {
    const isZoomed = (window.visualViewport?.scale ?? 1) > 1;
    if (!start || !end || isZoomed) return;
    const across = end.clientX - start.clientX;
    const down = end.clientY - start.clientY;
    start = undefined;
    if (Math.abs(across) < Math.max(SHORTEST_PX, 2 * Math.abs(down))) return;
    act(across < 0 ? 'left' : 'right');
  });
}
