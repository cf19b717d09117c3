// A link under the site's own name in a browser: from the dialog that creates it to the page that says that it is used up.
import { join } from 'node:path';
import { expect, inject, onTestFinished } from 'vitest';
import { createAirlock } from '../../client/airlock.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { accessToken } from '../access-token.ts';
import { assemblyFor } from '../assembly-for.ts';
import { makeStateDirectory } from '../run-directory.ts';
import { createLink, openDetails } from './details.ts';
import { downloaded, signIn } from './people.ts';
import { it } from './visit.ts';

async function startSiteCloud(): Promise<Cloud> {
  const stateDirectory = await makeStateDirectory(inject('runDirectory'), 'page-site-links');
  const configFile = join(import.meta.dirname, '..', 'story', 'site-links.config.ts');
  const assemblyDirectory = await assemblyFor('page-site-links', {
    directory: stateDirectory,
    configFile,
  });
  return startCloud({ stateDirectory, assemblyDirectory });
}

it('a link has the address of the site, where a stranger saves the file without sign-in or script, once', async ({
  visit,
}) => {
  const cloud = await startSiteCloud();
  // After the page is closed, whose requests would fail.
  onTestFinished(() => cloud.stop());
  const { site, api } = cloud.addresses;
  const token = await accessToken(cloud.addresses, 'alice');
  const airlock = createAirlock({ api, getToken: () => token });
  const file = new File(['psst'], 'linked.txt', { type: 'text/plain' });
  await airlock.upload(file, { collection: 'documents' });

  const page = await visit();
  await page.goto(site);
  await signIn(page, 'alice');
  const dialog = await openDetails(page, 'linked.txt');
  await dialog.getByTestId('link-uses').fill('1');
  const url = await createLink(dialog);
  expect(url.startsWith(`${site}/links/`)).toBe(true);

  const stranger = await visit({ javaScriptEnabled: false });
  await stranger.goto(url);
  await stranger.getByRole('heading', { name: 'linked.txt' }).waitFor();
  const download = stranger.getByRole('button', { name: 'Download' });
  const saved = await downloaded(stranger, () => download.click());
  expect(saved.suggestedFilename).toBe('linked.txt');
  expect(saved.bytes.toString()).toBe('psst');

  await stranger.goto(url);
  await stranger.getByRole('heading', { name: 'This link is used up' }).waitFor();
});
