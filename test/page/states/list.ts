// States of the list with files: the account, the selection, undo, the search.
import type { Page } from 'playwright-core';
import { choose } from '../actions.ts';
import { fixture, row } from '../people.ts';
import { deleteSelected } from '../selected.ts';
import { refuse } from './answers.ts';
import { lastFile, scrollToTop, signInToFiles } from './files.ts';
import type { Walk } from './walk.ts';

/** Selects the file with this name. */
const select = (page: Page, name: string): Promise<void> =>
  row(page, name).getByTestId('select').check();

export const list: Walk = {
  states: [
    'list',
    'list-below',
    'account',
    'selection',
    'undo',
    'deletion-refused',
    'found',
    'nothing-found',
    'not-sorted',
    'refused-files',
  ],
  async lead(page, show) {
    await signInToFiles(page);
    await scrollToTop(page);
    await show('list');
    await row(page, 'holiday.png').scrollIntoViewIfNeeded();
    await show('list-below');
    await scrollToTop(page);

    await page.getByTestId('account-menu').click();
    await page.getByTestId('account').waitFor();
    await show('account');
    await page.keyboard.press('Escape');

    await select(page, 'Dusk.heic');
    await select(page, 'Tides.txt');
    // Otherwise the bar stands over a part of a row, as bars that stay do, which axe reports as a small target.
    await page.locator('#files-heading').evaluate((heading) => heading.scrollIntoView());
    await show('selection');
    await deleteSelected(page);
    await show('undo');

    const isForbidden = { code: 'forbidden', title: 'Forbidden', status: 403, detail: 'No.' };
    await page.route(/\/deletions$/, async (route) => {
      const { ids } = route.request().postDataJSON() as { readonly ids: readonly string[] };
      const results = ids.map((id, index) =>
        index === 0 ? { id, outcome: 'refused', problem: isForbidden } : { id, outcome: 'deleted' },
      );
      await route.fulfill({ json: { results } });
    });
    // The files before are deleted with the next ones at the latest.
    await select(page, 'Fog horn.mp3');
    await deleteSelected(page);
    await page.getByTestId('message').waitFor();
    await show('deletion-refused');
    await page.getByTestId('undo').click();
    await page.getByTestId('message').getByRole('button').click();
    await page.reload();
    await row(page, 'Tides.txt').waitFor();

    await page.getByTestId('search').fill('light');
    await row(page, lastFile).waitFor({ state: 'detached' });
    await show('found');
    await page.getByTestId('search').fill('no file has this name');
    await page.locator('#empty').waitFor();
    await show('nothing-found');
    await page.getByTestId('search').fill('');
    await row(page, lastFile).waitFor();

    const sorted = { method: 'GET', path: /^\/files\?.*sort=(?:name|size)/ };
    const end = await refuse(page, sorted, { code: 'list_too_long', status: 409, limit: 5_000 });
    await page.getByTestId('filter-order').selectOption('nameAscending');
    await page.getByTestId('message').waitFor();
    await end();
    await show('not-sorted');
    await page.reload();
    await row(page, lastFile).waitFor();

    const program = { mimeType: 'application/x-msdownload', buffer: await fixture('fixture.exe') };
    await choose(
      page,
      ['one.exe', 'two.exe', 'three.exe'].map((name) => ({ name, ...program })),
    );
    await page.getByTestId('message').locator('li').first().waitFor();
    await show('refused-files');
  },
};
