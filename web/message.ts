// Shows messages about the whole page in one place, with a button for the next step, and announces each once.

import { announce, find } from './dom.ts';
import { groupInWords, groupRefusals, type RefusedFile, refusalElements } from './refusals.ts';
import { texts } from './texts.ts';

/** A next step: the label of its button and its action. */
export interface NextStep {
  readonly label: string;
  act(): void;
}

let passing: HTMLElement | undefined;
let refusals: HTMLElement | undefined;
/** Refused files whose message has not been dismissed. */
let unread: readonly RefusedFile[] = [];

/** Shows `sentence` until it is replaced or its button is clicked; the returned function hides this message and no later one. */
export function showMessage(sentence: string, nextStep?: NextStep): () => void {
  const text = document.createElement('p');
  text.role = 'alert';
  text.textContent = sentence;
  const shown = block([text], nextStep?.label ?? texts().page.dismiss, () => {
    clearMessage();
    nextStep?.act();
  });
  passing = shown;
  show();
  return () => {
    if (passing === shown) clearMessage();
  };
}

/** Shows which files were not uploaded, together with earlier ones, until the user dismisses the message. */
export function showRefusals(refused: readonly RefusedFile[]): void {
  unread = [...unread, ...refused];
  refusals = block(refusalElements(unread), texts().page.dismiss, () => {
    unread = [];
    refusals = undefined;
    show();
  });
  show();
  // Without the names, of which there may be hundreds.
  announce(groupRefusals(refused).map(groupInWords).join(' '));
}

/** Hides the message; refusals stay until they are dismissed. */
export function clearMessage(): void {
  passing = undefined;
  show();
}

function show(): void {
  const place = find(document, '#message', HTMLElement);
  const blocks = [passing, refusals].filter((each) => each !== undefined);
  const hadFocus = place.contains(document.activeElement);
  place.hidden = blocks.length === 0;
  // A block that stays keeps its focus, and is not announced again.
  for (const old of [...place.children]) if (!blocks.some((each) => each === old)) old.remove();
  for (const [index, each] of blocks.entries()) {
    if (place.children[index] !== each) place.insertBefore(each, place.children[index] ?? null);
  }
  for (const text of place.querySelectorAll<HTMLElement>('.message-text')) {
    // What scrolls has to be reached by the keyboard.
    if (text.scrollHeight > text.clientHeight) text.tabIndex = 0;
  }
  // The focus would be lost with the button; `#main` is the target of the skip link.
  if (hadFocus && !place.contains(document.activeElement)) {
    const next = place.querySelector('button') ?? find(document, '#main', HTMLElement);
    next.focus({ preventScroll: true });
  }
}

function block(content: readonly HTMLElement[], label: string, act: () => void): HTMLElement {
  const text = document.createElement('div');
  text.className = 'message-text';
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
