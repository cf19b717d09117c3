// What a person does on the page, in a browser under WebDriver BiDi; each act waits for its outcome and describes it.
import { basename } from 'node:path';
import type { Browser, ElementHandle, Page } from 'puppeteer-core';

/** How long an outcome is waited for. */
const WAIT_MS = 120_000;

/** The acts on one page; each throws where its outcome does not appear. */
export interface AirlockPage {
  signIn(username: string): Promise<string>;
  /** Opens a second tab, which has the session of the first. */
  openTab(): Promise<string>;
  upload(path: string): Promise<string>;
  /** Chooses a file that no collection accepts. */
  refuse(path: string): Promise<string>;
  /** Opens a file in the viewer, waits until `element` shows its content, and closes the viewer by Escape. */
  view(filename: string, element: 'img' | 'video' | 'audio' | 'iframe'): Promise<string>;
  /** Searches for a word that is in one name, and clears the field. */
  search(word: string): Promise<string>;
  deleteAndUndo(filename: string): Promise<string>;
  reload(): Promise<string>;
  /** Leaves for `elsewhere` and returns by Back. */
  comeBack(elsewhere: string): Promise<string>;
  signOut(): Promise<string>;
  /** Throws where a script or the console has reported an error. */
  faults(): Promise<string>;
}

const hook = (name: string): string => `[data-testid="${name}"]`;
const ROWS = hook('file-row');

/** Opens the page. */
export async function openPage(browser: Browser, site: string): Promise<AirlockPage> {
  const page = await browser.newPage();
  page.setDefaultTimeout(WAIT_MS);
  await page.setViewport({ width: 1280, height: 900 });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(site);

  const countRows = async (): Promise<number> => (await page.$$(ROWS)).length;
  const rowCount = (count: number) =>
    page.waitForFunction(
      (selector, wanted) => document.querySelectorAll(selector).length === wanted,
      {},
      ROWS,
      count,
    );

  return {
    async signIn(username) {
      await (await page.waitForSelector(hook('sign-in'), { visible: true }))?.click();
      await (await page.waitForSelector(`button[value="${username}"]`))?.click();
      await signedInAs(page, username);
      return page.url();
    },
    async openTab() {
      const tab = await browser.newPage();
      tab.setDefaultTimeout(WAIT_MS);
      await tab.goto(site);
      await signedInAs(tab, 'alice');
      await tab.close();
      return 'alice';
    },
    async upload(path) {
      await choose(page, path);
      const status = await page.waitForFunction(
        (selector, name) => {
          const rows = [...document.querySelectorAll<HTMLElement>(selector)];
          const row = rows.find(
            (each) => each.querySelector('.name')?.getAttribute('title') === name,
          );
          return ['ready', 'rejected'].includes(row?.dataset.status ?? '') && row?.dataset.status;
        },
        {},
        ROWS,
        basename(path),
      );
      const outcome = String(await status.jsonValue());
      if (outcome !== 'ready') throw new Error(`${basename(path)} is ${outcome}.`);
      return outcome;
    },
    async refuse(path) {
      await choose(page, path);
      const message = await page.waitForSelector(`::-p-text(${basename(path)} was not uploaded)`);
      return (await message?.evaluate(({ textContent }) => textContent)) ?? '';
    },
    async view(filename, element) {
      await (await find(page, filename, '.open')).click();
      const content = await page.waitForFunction(
        (selector, viewer) => {
          const shown = document.querySelector(`${viewer} ${selector}`);
          if (shown instanceof HTMLImageElement) return shown.naturalWidth;
          if (shown instanceof HTMLMediaElement) return shown.readyState >= 2 && shown.duration;
          return shown !== null && (document.querySelector(viewer)?.textContent ?? ' ');
        },
        {},
        element,
        hook('viewer'),
      );
      const found = String(await content.jsonValue());
      await page.keyboard.press('Escape');
      await page.waitForFunction(
        (viewer) => !document.querySelector(viewer) && location.pathname === '/',
        {},
        hook('viewer'),
      );
      return found.trim().slice(0, 40);
    },
    async search(word) {
      const before = await countRows();
      await page.type('input[type="search"]', word);
      await rowCount(1);
      await page.focus('input[type="search"]');
      for (const _ of word) await page.keyboard.press('Backspace');
      await rowCount(before);
      return `1 of ${before}`;
    },
    async deleteAndUndo(filename) {
      const before = await countRows();
      await (await find(page, filename, 'input[type="checkbox"]')).click();
      await (await page.waitForSelector(hook('delete-selected'), { visible: true }))?.click();
      await rowCount(before - 1);
      await (await page.waitForSelector(hook('undo'), { visible: true }))?.click();
      await rowCount(before);
      return `${before} files again`;
    },
    async reload() {
      const before = await countRows();
      await page.reload();
      await rowCount(before);
      return `${before} files`;
    },
    async comeBack(elsewhere) {
      const before = await countRows();
      await page.goto(`${elsewhere}/.well-known/openid-configuration`);
      await page.goBack();
      await signedInAs(page, 'alice');
      await rowCount(before);
      return `${before} files`;
    },
    async signOut() {
      await page.click(hook('sign-out'));
      await page.waitForSelector(hook('sign-in'), { visible: true });
      await page.goBack();
      await page.waitForFunction((rows) => !document.querySelector(rows), {}, ROWS);
      return 'Back shows no file';
    },
    async faults() {
      if (faults.length > 0) throw new Error(faults.join('\n'));
      return 'none';
    },
  };
}

const signedInAs = (page: Page, username: string) =>
  page.waitForFunction(
    (selector, name) => document.querySelector(selector)?.textContent?.includes(name),
    {},
    hook('whoami'),
    username,
  );

/** Chooses a file in the field of the Dashboard, which files that are uploaded replace for a while. */
async function choose(page: Page, path: string): Promise<void> {
  const field = await page.waitForSelector('.uppy-Dashboard-input');
  await (field as ElementHandle<HTMLInputElement> | null)?.uploadFile(path);
}

/** The element of a row, in the middle of the window. */
async function find(page: Page, filename: string, selector: string): Promise<ElementHandle> {
  const handle = await page.evaluateHandle(
    (rows, name, wanted) => {
      const row = [...document.querySelectorAll(rows)].find(
        (each) => each.querySelector('.name')?.getAttribute('title') === name,
      );
      row?.scrollIntoView({ block: 'center' });
      return row?.querySelector(wanted) ?? null;
    },
    ROWS,
    filename,
    selector,
  );
  const element = handle.asElement();
  if (element === null) throw new Error(`There is no ${selector} in a row of ${filename}.`);
  return element as ElementHandle;
}
