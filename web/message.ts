// The one place for what concerns the whole page: read out at once, with a way on where there is one.
import { find } from './dom.ts';
import { type RefusedFile, refusalElements } from './refusals.ts';

/** A way on: the label of its button and what it does. */
export interface WayOn {
  readonly label: string;
  act(): void;
}

let passing: HTMLElement | undefined;
let refusals: HTMLElement | undefined;
/** Refused files whose message has not been dismissed. */
let unread: readonly RefusedFile[] = [];

/** Shows `sentence` until it is replaced, dismissed or acted upon. */
export function showMessage(sentence: string, wayOn?: WayOn): void {
  const text = document.createElement('p');
  text.textContent = sentence;
  passing = block([text], wayOn?.label ?? 'Dismiss', () => {
    clearMessage();
    wayOn?.act();
  });
  show();
}

/** Shows which files were not sent, together with those of before, until a person dismisses it. */
export function showRefusals(refused: readonly RefusedFile[]): void {
  unread = [...unread, ...refused];
  refusals = block(refusalElements(unread), 'Dismiss', () => {
    unread = [];
    refusals = undefined;
    show();
  });
  show();
}

/** Takes the message away, if there is one; refusals stay until they are dismissed. */
export function clearMessage(): void {
  passing = undefined;
  show();
}

function show(): void {
  const place = find(document, '#message', HTMLElement);
  const blocks = [passing, refusals].filter((each) => each !== undefined);
  const hadFocus = place.contains(document.activeElement);
  place.hidden = blocks.length === 0;
  place.replaceChildren(...blocks);
  // Where the skip link leads; focus would otherwise fall out of the page with the button.
  if (hadFocus && blocks.length === 0) {
    find(document, '#main', HTMLElement).focus({ preventScroll: true });
  }
}

function block(content: readonly HTMLElement[], label: string, act: () => void): HTMLElement {
  const text = document.createElement('div');
  text.append(...content);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet';
  button.textContent = label;
  button.addEventListener('click', act);
  const element = document.createElement('div');
  element.append(text, button);
  return element;
}
