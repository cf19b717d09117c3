// `npm run verify:browsers`: a person signs in, uploads, looks, searches and deletes on the page in Firefox and in WebKit, engines that no
// other test uses.
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project.ts';
import type { Addresses } from '../../local/controls.ts';
import { npmStart } from '../../test/npm-start.ts';
import { inEmptyFolder, step } from '../packages/steps.ts';
import type { Browser, Engine, Tab } from './browser.ts';
import { firefox } from './firefox.ts';
import * as page from './page.ts';
import { webkit } from './webkit.ts';

const fixture = (name: string): string => join(projectRoot, 'test/fixtures/files', name);

const smallFiles = [
  'fixture.jpg',
  'fixture.pdf',
  'fixture.webm',
  'fixture.mp3',
  'fixture.png',
] as const;

for (const engine of [firefox(), webkit()]) await verify(engine);

async function verify({ name, howToGet, start }: Engine): Promise<void> {
  if (start === undefined) {
    const where = name.toUpperCase();
    process.stdout.write(`NO ${where} FOUND: the page was NOT tried in it. ${howToGet}\n`);
    return;
  }
  try {
    await inEmptyFolder((home) => tryPage(start, home));
  } catch (error) {
    process.stdout.write(`FAIL  ${name}: ${error}\n`);
    process.exitCode = 1;
  }
}

async function tryPage(start: () => Promise<Browser>, home: string): Promise<void> {
  const large = join(home, 'large.txt');
  await writeFile(large, randomBytes(12 * 1024 * 1024).toString('base64'));
  const cloud = await npmStart({
    state: join(home, 'cloud'),
    configFile: join(projectRoot, 'test/page/airlock.config.ts'),
  });
  try {
    await using browser = await start();
    process.stdout.write(`${browser.version}\n`);
    await use(browser, cloud.addresses, large);
  } finally {
    await cloud.stop();
  }
}

async function use(browser: Browser, { site, issuer }: Addresses, large: string): Promise<void> {
  const { tab } = browser;
  await step('sign in', () => page.signIn(tab, site, 'alice'));
  await step('a new tab is signed in', () =>
    browser.inNewTab((other) => page.openSignedIn(other, site, 'alice')),
  );
  for (const name of smallFiles) {
    await step(`upload ${name}`, () => page.upload(tab, fixture(name)));
  }
  await step('upload in parts', () => page.upload(tab, large));
  await step('refuse a program', () => page.refuse(tab, fixture('fixture.exe')));
  await look(tab);
  await step('search', () => page.search(tab, 'webm'));
  await step('delete, and undo', () => page.deleteAndUndo(tab, 'large.txt'));
  await step('reload', () => page.reload(tab));
  await step('come back from another site', () =>
    page.comeBack(tab, `${issuer}/.well-known/openid-configuration`, 'alice'),
  );
  await step('sign out', () => page.signOut(tab));
  await step('errors of scripts and of the console', async () => {
    const faults = browser.faults();
    if (faults.length > 0) throw new Error(faults.join('\n'));
    return 'none';
  });
}

async function look(tab: Tab): Promise<void> {
  await step('view a picture', () => page.view(tab, 'fixture.jpg', 'img'));
  await step('play a film', () => page.play(tab, 'fixture.webm', 'video/webm'));
  await step('play audio', () => page.play(tab, 'fixture.mp3', 'audio/mpeg'));
  await step('view a PDF', () => page.view(tab, 'fixture.pdf', 'iframe'));
}
