// The page of a link: while it works, and each reason why it no longer does.
import type { Page } from 'playwright-core';
import { createAirlock } from '../../../client/airlock.ts';
import { linkPage } from '../../../lambdas/http/link-page.ts';
import { accessToken } from '../../access-token.ts';
import { stage } from '../visit.ts';
import { viewer } from './files.ts';
import type { Walk } from './walk.ts';

/** Creates a link to the file with this name. */
async function createLink(filename: string, maxUses: number): Promise<string> {
  if (!stage) throw new Error('The local cloud is not running.');
  const token = await accessToken(stage, viewer);
  const airlock = createAirlock({ api: stage.api, getToken: () => token });
  const { files } = await airlock.list();
  const file = files.find((each) => each.filename === filename);
  if (!file) throw new Error(`There is no file ${filename}.`);
  const { url } = await airlock.createLink(file.id, {
    expiresInSeconds: 86_400,
    maxUses,
    sender: 'Dora from the harbour office',
  });
  return url;
}

const heading = (page: Page): Promise<void> => page.getByRole('heading').waitFor();

export const linkPages: Walk = {
  states: ['link', 'link-used-up', 'link-unknown', 'link-expired'],
  async lead(page, show) {
    const url = await createLink('Lease of the harbour office.pdf', 1);
    await page.goto(url);
    await heading(page);
    await show('link');
    const saving = page.waitForEvent('download');
    await page.getByRole('button').click();
    await (await saving).cancel();
    await page.goto(url);
    await heading(page);
    await show('link-used-up');
    await page.goto(`${stage?.api}/links/${'x'.repeat(43)}`);
    await heading(page);
    await show('link-unknown');
    const isGerman = await page.evaluate(() => navigator.language.startsWith('de'));
    const language = isGerman ? 'de' : 'en';
    const { body, headers } = linkPage({ state: 'ended', reason: 'expired' }, language);
    await page.route(url, (route) => route.fulfill({ body: String(body), headers }));
    await page.goto(url);
    await heading(page);
    await show('link-expired');
  },
};
