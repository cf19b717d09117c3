// The one place for what concerns the whole page: read out at once, with a way on where there is one.
import { find } from './dom.ts';

/** A way on: the label of its button and what it does. */
export interface WayOn {
  readonly label: string;
  act(): void;
}

/** Shows `sentence` until it is replaced, dismissed or acted upon. */
export function showMessage(sentence: string, wayOn?: WayOn): void {
  const place = find(document, '#message', HTMLElement);
  const text = document.createElement('p');
  text.textContent = sentence;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet';
  button.textContent = wayOn?.label ?? 'Dismiss';
  button.addEventListener('click', () => {
    clearMessage();
    wayOn?.act();
  });
  place.hidden = false;
  place.replaceChildren(text, button);
}

/** Takes the message away, if there is one. */
export function clearMessage(): void {
  const place = find(document, '#message', HTMLElement);
  const hadFocus = place.contains(document.activeElement);
  place.hidden = true;
  place.replaceChildren();
  // Where the skip link leads; focus would otherwise fall out of the page with the button.
  if (hadFocus) find(document, '#main', HTMLElement).focus({ preventScroll: true });
}
