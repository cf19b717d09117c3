// The page at issuers of other providers, by configuration alone: sign-in, an upload, and the API with the same token.
import { expect, inject, onTestFinished } from 'vitest';
import { createAirlock } from '../../client/airlock.ts';
import { startCloudWith } from '../issuers/cloud-of.ts';
import { makeProvider } from '../issuers/providers.ts';
import { recipeFor } from '../issuers/recipes.ts';
import { startIssuer } from '../issuers/start-issuer.ts';
import { choose } from './actions.ts';
import { settled } from './people.ts';
import { it } from './visit.ts';

const erika = { sub: 'erika', email: 'erika@example.com', groups: ['staff'] };
const bob = { sub: 'bob', email: 'bob@example.com', groups: [] };

it.for([
  ['Keycloak', 'erika'],
  ['Auth0', 'auth0|erika'],
] as const)(
  'page, client and API work with %s by the recipe alone',
  async ([title, owner], { visit }) => {
    const running = await startIssuer(await makeProvider(title), erika);
    onTestFinished(() => running.close());
    const auth = recipeFor(title, running);
    const cloud = await startCloudWith(`page-${title.toLowerCase()}`, auth, inject('runDirectory'));
    // After the page is closed, whose requests would fail.
    onTestFinished(() => cloud.stop());
    const { api, site } = cloud.addresses;

    const page = await visit();
    await page.goto(site);
    await page.getByTestId('sign-in').click();
    await page.getByTestId('whoami').filter({ hasText: erika.email }).waitFor();
    await choose(page, {
      name: 'minutes.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('What was said.'),
    });
    expect(await settled(page, 'minutes.txt')).toMatchObject({ status: 'Ready' });

    const clientOf = async (person: typeof erika | typeof bob) => {
      const token = await running.token(person);
      return createAirlock({ api, getToken: () => token });
    };
    const { files } = await (await clientOf(erika)).list();
    expect(files).toMatchObject([{ filename: 'minutes.txt', owner, permissions: { edit: true } }]);
    const file = new File(['Mine.'], 'note.txt', { type: 'text/plain' });
    const { id } = await (await clientOf(bob)).upload(file, { collection: 'notes' });
    // Erika is an administrator by a group that her access token alone names.
    expect((await (await clientOf(erika)).get(id)).permissions.edit).toBe(true);
  },
);
