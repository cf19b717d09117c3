// What a person does on the page; each act waits for its outcome and describes it, or throws.
import { basename } from 'node:path';
import { type Tab, waitFor } from './browser.ts';

const hook = (name: string): string => `[data-testid="${name}"]`;
const ROWS = hook('file-row');
const VIEWER = hook('viewer');
const SEARCH = 'input[type="search"]';

/** An element in the row of a file. */
const inRow = (filename: string, selector: string): string =>
  `${ROWS}:has(.name[title="${filename}"]) ${selector}`;

/** Opens the page and signs in. */
export async function signIn(tab: Tab, site: string, username: string): Promise<string> {
  await tab.open(site);
  await tab.click(hook('sign-in'));
  await tab.click(`button[value="${username}"]`);
  await signedInAs(tab, username);
  return tab.address();
}

/** Opens the page where another tab has signed in. */
export async function openSignedIn(tab: Tab, site: string, username: string): Promise<string> {
  await tab.open(site);
  return signedInAs(tab, username);
}

/** Uploads a file, which becomes ready. */
export async function upload(tab: Tab, path: string): Promise<string> {
  const filename = basename(path);
  await choose(tab, path);
  const status = await waitFor(
    tab,
    (row) => {
      const { status } = document.querySelector<HTMLElement>(row)?.dataset ?? {};
      return status !== undefined && ['ready', 'rejected'].includes(status) && status;
    },
    inRow(filename, '').trim(),
  );
  if (status !== 'ready') throw new Error(`${filename} is ${status}.`);
  return status;
}

/** Chooses a file that no collection accepts. */
export async function refuse(tab: Tab, path: string): Promise<string> {
  await choose(tab, path);
  return waitFor(
    tab,
    (message, start) => {
      const text = document.querySelector(message)?.textContent ?? '';
      return text.includes(start) && text;
    },
    hook('message'),
    `${basename(path)} was not uploaded`,
  );
}

/** Opens a picture or a document in the viewer, and closes the viewer. */
export async function view(tab: Tab, filename: string, element: 'img' | 'iframe'): Promise<string> {
  await tab.click(inRow(filename, '.open'));
  const content = await waitFor(
    tab,
    (selector) => {
      const shown = document.querySelector(selector);
      if (shown instanceof HTMLImageElement)
        return shown.naturalWidth > 0 && `${shown.naturalWidth} px`;
      return shown instanceof HTMLIFrameElement && shown.title;
    },
    `${VIEWER} ${element}`,
  );
  await closeViewer(tab);
  return content;
}

/** Plays a film or a sound in the viewer, where the browser has its codec, and closes the viewer. */
export async function play(tab: Tab, filename: string, type: string): Promise<string> {
  const [element = ''] = type.split('/');
  const answer = await waitFor(
    tab,
    (name, wanted) =>
      (document.createElement(name) as HTMLMediaElement).canPlayType(wanted) || 'never',
    element,
    type,
  );
  if (answer === 'never') return `NOT TRIED: this browser has no codec for ${type}`;
  await tab.click(inRow(filename, '.open'));
  const seconds = await waitFor(
    tab,
    (selector) => {
      const player = document.querySelector<HTMLMediaElement>(selector);
      if (player?.paused) void player.play();
      return player !== null && player.currentTime > 0 && player.duration;
    },
    `${VIEWER} ${element}`,
  );
  await closeViewer(tab);
  return `${seconds} s`;
}

/** Searches for a word that is in one name, and clears the field. */
export async function search(tab: Tab, word: string): Promise<string> {
  const before = await countRows(tab);
  await tab.type(SEARCH, word);
  await showsRows(tab, 1);
  for (const _ of word) await tab.press('Backspace');
  await showsRows(tab, before);
  return `1 of ${before}`;
}

/** Deletes a file by its checkbox, and restores it. */
export async function deleteAndUndo(tab: Tab, filename: string): Promise<string> {
  const before = await countRows(tab);
  await tab.click(inRow(filename, 'input[type="checkbox"]'));
  await tab.click(hook('delete-selected'));
  await showsRows(tab, before - 1);
  await tab.click(hook('undo'));
  await showsRows(tab, before);
  return `${before} files again`;
}

/** Loads the page again. */
export async function reload(tab: Tab): Promise<string> {
  const before = await countRows(tab);
  await tab.reload();
  await showsRows(tab, before);
  return `${before} files`;
}

/** Leaves for another site and returns by Back. */
export async function comeBack(tab: Tab, elsewhere: string, username: string): Promise<string> {
  const before = await countRows(tab);
  await tab.open(elsewhere);
  await tab.back();
  await signedInAs(tab, username);
  await showsRows(tab, before);
  return `${before} files`;
}

/** Signs out and returns by Back. */
export async function signOut(tab: Tab): Promise<string> {
  await tab.click(hook('sign-out'));
  await waitFor(tab, isShown, hook('sign-in'));
  await tab.back();
  await showsRows(tab, 0);
  return 'Back shows no file';
}

const isShown = (selector: string): boolean =>
  document.querySelector(selector)?.checkVisibility() ?? false;

const signedInAs = (tab: Tab, username: string): Promise<string> =>
  waitFor(
    tab,
    (selector, name) => {
      const text = document.querySelector(selector)?.textContent ?? '';
      return text.includes(name) && text.trim();
    },
    hook('whoami'),
    username,
  );

/** Chooses a file in the field of the Dashboard, which files that are uploaded replace for a while. */
const choose = (tab: Tab, path: string): Promise<void> => tab.choose('.uppy-Dashboard-input', path);

/** Closes the viewer by the keyboard. */
async function closeViewer(tab: Tab): Promise<void> {
  await tab.press('Escape');
  await waitFor(
    tab,
    (viewer) => !document.querySelector(viewer) && location.pathname === '/',
    VIEWER,
  );
}

const countRows = async (tab: Tab): Promise<number> =>
  (await waitFor(tab, (rows) => [document.querySelectorAll(rows).length], ROWS))[0] ?? 0;

const showsRows = (tab: Tab, count: number): Promise<boolean> =>
  waitFor(tab, (rows, wanted) => document.querySelectorAll(rows).length === wanted, ROWS, count);
