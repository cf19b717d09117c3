// `npm run verify:browsers`: a person signs in, uploads, looks, searches and deletes on the page in Firefox, an engine that no other test uses.
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project.ts';
import { npmStart, type StartedCloud } from '../../test/npm-start.ts';
import { inEmptyFolder, step } from '../packages/steps.ts';
import { findFirefox, howToGetFirefox, openFirefox } from './firefox.ts';
import { type AirlockPage, openPage } from './page.ts';

const fixture = (name: string): string => join(projectRoot, 'test/fixtures/files', name);

const smallFiles = [
  'fixture.jpg',
  'fixture.pdf',
  'fixture.webm',
  'fixture.mp3',
  'fixture.png',
] as const;

const firefox = findFirefox();
if (firefox === undefined) {
  process.stdout.write(`NO FIREFOX FOUND: the page was NOT tried in it. ${howToGetFirefox}\n`);
} else await inEmptyFolder((home) => verify(firefox, home));

async function verify(program: string, home: string): Promise<void> {
  const large = join(home, 'large.txt');
  await writeFile(large, randomBytes(12 * 1024 * 1024).toString('base64'));
  const cloud = await npmStart({
    state: join(home, 'cloud'),
    configFile: join(projectRoot, 'test/page/airlock.config.ts'),
  });
  try {
    await play(cloud, program, large);
  } finally {
    await cloud.stop();
  }
}

async function play(cloud: StartedCloud, program: string, large: string): Promise<void> {
  await using browser = await openFirefox(program);
  process.stdout.write(`${await browser.version()}\n`);
  const page = await openPage(browser, cloud.addresses.site);
  await step('sign in', () => page.signIn('alice'));
  await step('a new tab is signed in', () => page.openTab());
  for (const name of smallFiles) {
    await step(`upload ${name}`, () => page.upload(fixture(name)));
  }
  await step('upload in parts', () => page.upload(large));
  await step('refuse a program', () => page.refuse(fixture('fixture.exe')));
  await look(page);
  await step('search', () => page.search('webm'));
  await step('delete, and undo', () => page.deleteAndUndo('large.txt'));
  await step('reload', () => page.reload());
  await step('come back from another site', () => page.comeBack(cloud.addresses.issuer));
  await step('sign out', () => page.signOut());
  await step('errors of scripts and of the console', () => page.faults());
}

async function look(page: AirlockPage): Promise<void> {
  await step('view a picture', () => page.view('fixture.jpg', 'img'));
  await step('play a film', () => page.view('fixture.webm', 'video'));
  await step('play audio', () => page.view('fixture.mp3', 'audio'));
  await step('view a PDF', () => page.view('fixture.pdf', 'iframe'));
}
