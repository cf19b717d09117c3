// States without a session: before it, without it, after it, and at an address that does not exist.
import { signIn } from '../people.ts';
import { stage } from '../visit.ts';
import { hold, refuse, theList } from './answers.ts';
import { viewer } from './files.ts';
import type { Walk } from './walk.ts';

export const outside: Walk = {
  states: [
    'opening',
    'welcome',
    'no-issuer',
    'sign-in-failed',
    'no-config',
    'session-ended',
    'not-found',
  ],
  async lead(page, show) {
    const site = stage?.site ?? '';
    const message = page.getByTestId('message');
    await page.getByTestId('sign-in').waitFor();
    const release = await hold(page, (url) => url.pathname.endsWith('.js'));
    await page.reload({ waitUntil: 'commit' });
    await page.locator('#opening').waitFor();
    await show('opening');
    await release();
    await page.getByTestId('sign-in').waitFor();
    await page.waitForLoadState();
    await show('welcome');

    const isIssuer = (url: URL) => url.pathname.endsWith('/.well-known/openid-configuration');
    await page.route(isIssuer, (route) => route.abort('internetdisconnected'));
    await page.getByTestId('sign-in').click();
    await message.waitFor();
    await show('no-issuer');
    await page.unroute(isIssuer);

    await page.goto(`${site}/?error=access_denied&state=unknown`);
    await message.waitFor();
    await show('sign-in-failed');

    const isConfig = (url: URL) => url.pathname === '/config.json';
    await page.route(isConfig, (route) => route.fulfill({ json: {} }));
    await page.goto(site);
    await message.waitFor();
    await show('no-config');
    await page.unroute(isConfig);

    await page.goto(site);
    await refuse(page, theList, { code: 'unauthorized', status: 401 });
    await signIn(page, viewer);
    await message.waitFor();
    await show('session-ended');

    await page.goto(`${site}/no/such.html`);
    await show('not-found');
  },
};
