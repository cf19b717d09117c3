// `npm run verify:browsers`: a person signs in, uploads, looks, searches and deletes on the page in Firefox and in WebKit, engines that no
// other test uses.
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pTimeout from 'p-timeout';
import { projectRoot } from '../../lib/project.ts';
import type { Addresses } from '../../local/controls.ts';
import { npmStart } from '../../test/npm-start.ts';
import { inEmptyFolder, step } from '../packages/steps.ts';
import { type Browser, type Engine, type Tab, WAIT_MS } from './browser.ts';
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
// A driver that does not answer would keep the process with its connection.
process.exit();

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
    await using browser = await pTimeout(start(), { milliseconds: WAIT_MS });
    process.stdout.write(`${browser.version}\n`);
    await use(browser, cloud.addresses, large);
  } finally {
    await cloud.stop();
  }
}

/** An act whose outcome never comes fails, also where the driver of the browser does not answer. */
function act(title: string, work: () => Promise<string>): Promise<void> {
  return step(title, () => pTimeout(work(), { milliseconds: 2 * WAIT_MS }));
}

async function use(browser: Browser, { site, issuer }: Addresses, large: string): Promise<void> {
  const { tab } = browser;
  await act('sign in', () => page.signIn(tab, site, 'alice'));
  await act('a new tab is signed in', () =>
    browser.inNewTab((other) => page.openSignedIn(other, site, 'alice')),
  );
  for (const name of smallFiles) {
    await act(`upload ${name}`, () => page.upload(tab, fixture(name)));
  }
  await act('upload in parts', () => page.upload(tab, large));
  await act('refuse a program', () => page.refuse(tab, fixture('fixture.exe')));
  await look(tab);
  await act('search', () => page.search(tab, 'webm'));
  await act('delete, and undo', () => page.deleteAndUndo(tab, 'large.txt'));
  await act('reload', () => page.reload(tab));
  await act('come back from another site', () =>
    page.comeBack(tab, `${issuer}/.well-known/openid-configuration`, 'alice'),
  );
  await act('sign out', () => page.signOut(tab));
  await act('errors of scripts and of the console', async () => {
    const faults = browser.faults();
    if (faults.length > 0) throw new Error(faults.join('\n'));
    return 'none';
  });
}

async function look(tab: Tab): Promise<void> {
  await act('view a picture', () => page.view(tab, 'fixture.jpg', 'img'));
  await act('play a film', () => page.play(tab, 'fixture.webm', 'video/webm'));
  await act('play audio', () => page.play(tab, 'fixture.mp3', 'audio/mpeg'));
  await act('view a PDF', () => page.view(tab, 'fixture.pdf', 'iframe'));
}
