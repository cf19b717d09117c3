// Tests the list of a person with many files: search, filters, selection, deletion with undo, and changes in other tabs.
import type { Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { choose } from './actions.ts';
import { announced, listed, listShown, row, settled, signIn } from './people.ts';
import { seededFile, seedFiles } from './seed-files.ts';
import { deleteSelected } from './selected.ts';
import { send } from './send.ts';
import { it, stage } from './visit.ts';

const FILES = 5_000;
const SEARCHED = 'Harbour at Night.png';
const select = (page: Page, index: number) => page.getByTestId('select').nth(index);
const names = async (page: Page) => (await listed(page)).map((name) => name.trim());
const note = (name: string) => new File(['text'], name, { type: 'text/plain' });

async function search(page: Page, text: string) {
  await page.getByTestId('search').fill(text);
}

beforeAll(async () => {
  if (!stage) return;
  const many = Array.from({ length: FILES - 1 }, (_, index) =>
    seededFile('carol', `picture ${String(index).padStart(4, '0')}.png`, index + 60),
  );
  await seedFiles([...many, seededFile('carol', SEARCHED, FILES * 2)]);
});

it('a person with 5,000 files finds the oldest by a part of its name, and deletes twenty in five clicks', async ({
  visit,
}) => {
  const page = await visit();
  await signIn(page, 'carol');
  await listShown(page);
  const start = performance.now();
  await search(page, 'harbour AT');
  await row(page, SEARCHED).waitFor();
  await announced(page, '1 file found.');
  console.info(`Found 1 of ${FILES} files in ${Math.round(performance.now() - start)} ms.`);
  await search(page, '');
  await expect.poll(async () => (await names(page)).length).toBeGreaterThan(20);

  const before = await names(page);
  await select(page, 0).click();
  await select(page, 19).click({ modifiers: ['Shift'] });
  await page.getByText('20 files selected').waitFor();
  await deleteSelected(page);
  await page.getByTestId('notice').getByText('20 files will be deleted.').waitFor();
  expect(await names(page)).not.toContain(before[0]);
  await page.getByTestId('search').focus();
  await announced(page, '20 files deleted.');
  await page.reload();
  await listShown(page);
  expect((await names(page)).slice(0, 5)).toEqual(before.slice(20, 25));
});

it('a deletion is not sent when it is undone', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'carol');
  await listShown(page);
  const deletions: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/deletions')) deletions.push(request.url());
  });
  const before = (await names(page)).slice(0, 3);
  await select(page, 1).click();
  await deleteSelected(page);
  await page.getByTestId('undo').click();
  await expect.poll(async () => (await names(page)).slice(0, 3)).toEqual(before);
  await page.getByTestId('notice').waitFor({ state: 'hidden' });
  await page.reload();
  await listShown(page);
  expect((await names(page)).slice(0, 3)).toEqual(before);
  expect(deletions).toEqual([]);
});

it('a click beside the checkbox of a row selects the row and opens nothing', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'carol');
  await listShown(page);
  const area = page.locator('.pick').first();
  await area.click({ position: { x: 2, y: 2 } });
  expect(await area.locator('input').isChecked()).toBe(true);
  expect(await page.getByTestId('viewer').count()).toBe(0);
});

it('scrolling to the end of the list loads the next files', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'carol');
  await listShown(page);
  const first = await page.getByTestId('file-row').count();
  await page.getByTestId('file-row').last().scrollIntoViewIfNeeded();
  await expect.poll(() => page.getByTestId('file-row').count()).toBeGreaterThan(first);
  const all = await names(page);
  expect(new Set(all).size).toBe(all.length);
  const height = await page.getByTestId('file-row').first().boundingBox();
  expect(height?.height).toBeLessThan(72);
});

it('files are filtered by type, collection and status, and sorted by age', async ({ visit }) => {
  await send('carol', 'documents', note('words.txt'));
  await send('carol', 'images', new File(['no image'], 'fake.png', { type: 'image/png' }));
  const page = await visit();
  await signIn(page, 'carol');
  await row(page, 'words.txt').waitFor();
  const filter = async (hook: string, value: string) => {
    await page.getByTestId(`filter-${hook}`).selectOption(value);
    await listShown(page);
  };
  await filter('type', 'text/*');
  await expect.poll(() => names(page)).toEqual(['words.txt']);
  await filter('type', '');
  await filter('status', 'rejected');
  await expect.poll(() => names(page)).toEqual(['fake.png']);
  await filter('status', '');
  await filter('collection', 'documents');
  await expect.poll(() => names(page)).toEqual(['words.txt']);
  await filter('collection', '');
  await filter('order', 'oldest');
  await expect.poll(async () => (await names(page))[0]).toBe(SEARCHED);
  await search(page, 'no file has this name');
  await page.getByText('No file matches').waitFor();
});

it('selected files are downloaded together', async ({ visit }) => {
  await send('carol', 'documents', note('one of two.txt'));
  await send('carol', 'documents', note('two of two.txt'));
  const page = await visit();
  await signIn(page, 'carol');
  await search(page, 'of two');
  await expect.poll(async () => (await names(page)).length).toBe(2);
  const saved: string[] = [];
  page.on('download', (download) => saved.push(download.suggestedFilename()));
  await page.getByTestId('select-all').check();
  await page.getByTestId('download-selected').click();
  await expect.poll(() => saved.toSorted()).toEqual(['one of two.txt', 'two of two.txt']);
});

it('a selected file whose link ends while it waits for its turn is downloaded by another link', async ({
  visit,
}) => {
  await send('carol', 'documents', note('late of three.txt'));
  const page = await visit();
  await signIn(page, 'carol');
  await search(page, 'late of three');
  await expect.poll(async () => (await names(page)).length).toBe(1);
  let count = 0;
  await page.route(
    (url) => url.href.startsWith(`${stage?.s3}/`) && url.pathname.endsWith('.txt'),
    async (route) => {
      count += 1;
      if (count > 1) return route.continue();
      await route.fulfill({ status: 200, contentType: 'application/xml', body: '<Error/>' });
    },
  );
  const saved: string[] = [];
  page.on('download', (download) => saved.push(download.suggestedFilename()));
  await select(page, 0).check();
  await page.getByTestId('download-selected').click();
  await expect.poll(() => saved).toEqual(['late of three.txt']);
  expect(await page.getByTestId('message').isVisible()).toBe(false);
});

it('a file that another tab uploads or deletes appears and disappears', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  await listShown(page);
  const second = await page.context().newPage();
  await second.goto(page.url());
  await listShown(second);
  await choose(second, {
    name: 'from the second tab.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('text'),
  });
  await settled(second, 'from the second tab.txt');
  await row(page, 'from the second tab.txt').waitFor();

  await row(second, 'from the second tab.txt').getByTestId('select').check();
  await second.getByTestId('delete-selected').click();
  await row(page, 'from the second tab.txt').waitFor({ state: 'detached' });
});

it('those in charge of a collection list everyone’s files of it, and one owner’s', async ({
  visit,
}) => {
  await send('alice', 'documents', note('by alice.txt'));
  await send('carol', 'documents', note('by carol.txt'));
  const page = await visit();
  await signIn(page, 'staff');
  await page.getByTestId('scope-all').check();
  await page.getByTestId('filter-collection').selectOption('documents');
  await row(page, 'by alice.txt').waitFor();
  await row(page, 'by carol.txt').getByText('from carol').waitFor();
  const owner = page.getByTestId('filter-owner');
  for (const typed of ['alice@example.com', 'user:alice', 'alice']) {
    await owner.fill('');
    await row(page, 'by carol.txt').waitFor();
    await owner.fill(typed);
    await owner.press('Enter');
    await row(page, 'by carol.txt').waitFor({ state: 'detached' });
    await row(page, 'by alice.txt').waitFor();
  }
  // Who is unknown is refused in words, and the list stays as it is.
  await owner.fill('eve@example.com');
  await owner.press('Enter');
  await page.getByText('There is no account with the name, mail address or id eve@').waitFor();
  await row(page, 'by alice.txt').waitFor();

  const his = await visit();
  await signIn(his, 'bob');
  await his.getByTestId('scope-all').check();
  // Everyone may read the collection of avatars, and no other.
  const offered = his.getByTestId('filter-collection').locator('option');
  await expect.poll(() => offered.allTextContents()).toEqual(['avatars']);
});

it('a list that takes long says so in words', async ({ visit }) => {
  const page = await visit();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  await page.route(/\/files\?/, async (route) => {
    await held;
    await route.continue();
  });
  await signIn(page, 'bob');
  await page.getByText('Loading the files takes longer than usual').waitFor();
  // Below the placeholders, it would be beyond the screen.
  const topOf = async (id: string) => (await page.locator(id).boundingBox())?.y ?? Number.NaN;
  expect(await topOf('#slow')).toBeLessThan(await topOf('#skeleton'));
  release();
  await listShown(page);
  await expect.poll(() => page.locator('#slow').textContent()).toBe('');
  await page.unrouteAll({ behavior: 'wait' });
});

it('the account menu shows the own id and copies it', async ({ visit }) => {
  const page = await visit({ permissions: ['clipboard-read', 'clipboard-write'] });
  await signIn(page, 'bob');
  await page.getByTestId('account-menu').click();
  expect(await page.getByTestId('own-id').inputValue()).toBe('user:bob');
  await page.getByTestId('copy-own-id').click();
  await page.getByTestId('account').getByText('Copied.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('user:bob');
  await page.keyboard.press('Escape');
  await page.getByTestId('account').waitFor({ state: 'hidden' });
});
