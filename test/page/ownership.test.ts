// Tests sharing, links, edits, replacement, deletion and quota on the page.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { choose } from './actions.ts';
import {
  closeDetails,
  confirmDeletion,
  createLink,
  expectFocus,
  openDetails,
  saveTitle,
  share,
} from './details.ts';
import { announced, downloaded, listed, listShown, row, settled, signIn } from './people.ts';
import { send } from './send.ts';
import { it } from './visit.ts';

const note = (name: string, contents: string) => new File([contents], name, { type: 'text/plain' });

async function showScope(page: Page, hook: 'scope-mine' | 'scope-shared' | 'scope-group') {
  await page.getByTestId(hook).check();
  await listShown(page);
}

it('a user with a grant can see and download the file, but not change it, until the grant is revoked', async ({
  visit,
}) => {
  await send('alice', 'documents', note('for-bob.txt', 'dear bob'));
  const hers = await visit();
  await signIn(hers, 'alice');
  const dialog = await openDetails(hers, 'for-bob.txt');
  await share(dialog, 'bob@example.com');

  const his = await visit();
  await signIn(his, 'bob');
  await listShown(his);
  expect(await listed(his)).not.toContain('for-bob.txt');
  await showScope(his, 'scope-shared');
  const shared = row(his, 'for-bob.txt');
  await shared.getByText('from alice@example.com').waitFor();
  const saved = await downloaded(his, () => shared.getByTestId('download').click());
  expect(saved.bytes.toString()).toBe('dear bob');
  const about = await openDetails(his, 'for-bob.txt');
  await about.getByText('alice@example.com', { exact: true }).waitFor();
  for (const hook of ['save', 'share', 'link-create', 'replace', 'delete']) {
    expect(await about.getByTestId(hook).isVisible(), hook).toBe(false);
  }
  await closeDetails(about);

  await dialog.getByTestId('grant').getByTestId('revoke-grant').click();
  await dialog.getByText('No longer shared with bob@example.com.').waitFor();
  await expect.poll(() => dialog.getByTestId('grant').count()).toBe(0);
  await showScope(his, 'scope-mine');
  await showScope(his, 'scope-shared');
  await expect.poll(() => listed(his)).not.toContain('for-bob.txt');
});

it('whom nothing is shared with reads by which address others share', async ({ visit }) => {
  const page = await visit();
  await page.route(/shared=me/, (route) => route.fulfill({ json: { files: [] } }));
  await signIn(page, 'bob');
  await showScope(page, 'scope-shared');
  await page.getByText('They share them with bob@example.com.').waitFor();
});

it('files that are shared with a group are listed under the name of the group', async ({
  visit,
}) => {
  await send('alice', 'everything', note('for-staff.txt', 'dear all'));
  const hers = await visit();
  await signIn(hers, 'alice');
  await share(await openDetails(hers, 'for-staff.txt'), 'group:staff');
  const theirs = await visit();
  await signIn(theirs, 'staff');
  await showScope(theirs, 'scope-group');
  await row(theirs, 'for-staff.txt').waitFor();
});

it('an administrator of the collection is offered every action but replacement', async ({
  visit,
}) => {
  await send('alice', 'documents', note('tidy-me.txt', 'dear staff'));
  const hers = await visit();
  await signIn(hers, 'alice');
  await share(await openDetails(hers, 'tidy-me.txt'), 'group:staff');
  const theirs = await visit();
  await signIn(theirs, 'staff');
  await showScope(theirs, 'scope-group');
  const dialog = await openDetails(theirs, 'tidy-me.txt');
  expect(await dialog.getByTestId('replace').isVisible()).toBe(false);
  await saveTitle(dialog, 'Tidied up');
  await dialog.getByText('Saved.').waitFor();
  await share(dialog, 'bob@example.com');
  await createLink(dialog);
  await confirmDeletion(dialog);
  await announced(theirs, 'tidy-me.txt was deleted.');
  await hers.reload();
  await listShown(hers);
  expect(await listed(hers)).not.toContain('Tidied up');
});

it('a file is shared by mail address or id, and who is unknown or the owner is refused in words', async ({
  visit,
}) => {
  await send('alice', 'documents', note('kept.txt', 'mine'));
  const page = await visit();
  await signIn(page, 'alice');
  const dialog = await openDetails(page, 'kept.txt');
  const refusals = [
    ['', 'Enter the mail address of the person'],
    ['bob', 'There is no account with the name or mail address bob.'],
    ['bbo@example.com', 'There is no account with the name or mail address bbo@example.com.'],
    ['user:bbo', 'There is no account with the id bbo.'],
    ['alice@example.com', 'This user already owns the file.'],
    ['user:alice', 'This user already owns the file.'],
  ] as const;
  for (const [typed, refusal] of refusals) {
    await dialog.getByTestId('share-principal').fill(typed);
    await dialog.getByTestId('share').click();
    await dialog.getByText(refusal).waitFor();
    // The next refusal may be the same sentence: it is shown again only after a click that is not ignored.
    await dialog.locator('[data-testid="share"]:not([aria-busy])').waitFor();
  }
  expect(await dialog.getByTestId('grant').count()).toBe(0);

  await share(dialog, 'bob@example.com');
  await dialog.getByTestId('share-principal').fill('user:carol');
  await dialog.getByTestId('share').click();
  await dialog.getByText('Shared with carol@example.com.').waitFor();
  await dialog.getByTestId('share-principal').fill('Carol <CAROL@example.com>');
  await dialog.getByTestId('share').click();
  await dialog.getByText('carol@example.com can read this file already.').waitFor();
  expect(await dialog.getByTestId('grant').count()).toBe(2);
  await closeDetails(dialog);

  await page.reload();
  const again = await openDetails(page, 'kept.txt');
  for (const name of ['bob@example.com', 'carol@example.com']) {
    await again.getByRole('button', { name: `Stop sharing: ${name}` }).waitFor();
  }
});

it('a directory that refuses leaves grants with their ids, and the dialog says that no one is found', async ({
  visit,
}) => {
  await send('alice', 'documents', note('unnamed.txt', 'mine'));
  const page = await visit();
  await signIn(page, 'alice');
  await share(await openDetails(page, 'unnamed.txt'), 'bob@example.com');
  const problem = { code: 'forbidden', status: 403, title: '', detail: '' };
  await page.route(/principals/, (route) => route.fulfill({ status: 403, json: problem }));
  await page.reload();
  const dialog = await openDetails(page, 'unnamed.txt');
  await dialog.getByTestId('grant').filter({ hasText: 'user:bob' }).waitFor();
  await dialog.getByTestId('share-principal').fill('carol@example.com');
  await dialog.getByTestId('share').click();
  await dialog.locator('.sharing .problem').waitFor();
  expect(await dialog.getByTestId('grant').count()).toBe(1);
});

it('a link is shown once, serves the file without sign-in or script, and fails after its revocation', async ({
  visit,
}) => {
  await send('alice', 'documents', note('linked.txt', 'psst'));
  const page = await visit();
  await signIn(page, 'alice');
  const dialog = await openDetails(page, 'linked.txt');
  await dialog.getByTestId('link-expiry').selectOption('1 hour');
  await dialog.getByTestId('link-uses').fill('5');
  await dialog.getByTestId('link-sender').fill('Alice from accounting');
  const url = await createLink(dialog);
  await dialog.getByTestId('link').filter({ hasText: 'at most 5 downloads' }).waitFor();

  const stranger = await visit({ javaScriptEnabled: false });
  await stranger.goto(url);
  await stranger.getByRole('heading', { name: 'linked.txt' }).waitFor();
  await stranger.getByText('Downloads left').waitFor();
  await stranger.getByText('Alice from accounting').waitFor();
  const download = stranger.getByRole('button', { name: 'Download' });
  const saved = await downloaded(stranger, () => download.click());
  expect(saved.suggestedFilename).toBe('linked.txt');
  expect(saved.bytes.toString()).toBe('psst');

  await closeDetails(dialog);
  await openDetails(page, 'linked.txt');
  await dialog.getByTestId('link').waitFor();
  expect(await dialog.getByTestId('link-url').isVisible()).toBe(false);
  await dialog.getByTestId('link').getByTestId('revoke-link').click();
  await dialog.getByText('Revoked').waitFor();
  expect((await fetch(url)).status).toBe(404);
  await download.click();
  await stranger.getByRole('heading', { name: 'This link does not work' }).waitFor();
});

it('an edit from two tabs shows a conflict and loses no text', async ({ visit }) => {
  await send('alice', 'documents', note('twice.txt', 'text'));
  const [first, second] = [await visit(), await visit()];
  for (const page of [first, second]) await signIn(page, 'alice');
  const [one, two] = [
    await openDetails(first, 'twice.txt'),
    await openDetails(second, 'twice.txt'),
  ];
  await one.getByTestId('edit-caption').fill('A caption');
  await saveTitle(one, 'From the first tab');
  await one.getByText('Saved.').waitFor();

  await saveTitle(two, 'From the second tab');
  const conflict = two.getByTestId('conflict');
  await conflict.getByText('Newest title: “From the first tab”').waitFor();
  expect(await two.getByTestId('edit-title').inputValue()).toBe('From the second tab');
  expect(await two.getByTestId('edit-caption').inputValue()).toBe('A caption');
  await two.getByTestId('save').click();
  await two.getByText('Saved.').waitFor();
  await conflict.waitFor({ state: 'hidden' });

  await saveTitle(one, 'Discarded');
  await one.getByTestId('take-newest').click();
  await expect.poll(() => one.getByTestId('edit-title').inputValue()).toBe('From the second tab');
  await closeDetails(one);
  await row(first, 'twice.txt').locator('.name').getByText('From the second tab').waitFor();
  await row(first, 'twice.txt').getByText('A caption').waitFor();
});

it('a replacement takes the row of the file it replaces', async ({ visit }) => {
  await send('alice', 'documents', note('draft.txt', 'version 1'));
  await send('alice', 'documents', note('newer.txt', 'another'));
  const page = await visit();
  await signIn(page, 'alice');
  await row(page, 'draft.txt').waitFor();
  const place = (await listed(page)).indexOf('draft.txt');
  const dialog = await openDetails(page, 'draft.txt');
  const url = await createLink(dialog);
  await dialog.getByTestId('replace').setInputFiles({
    name: 'final.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('version 2'),
  });
  await settled(page, 'final.txt');
  const names = await listed(page);
  expect(names).not.toContain('draft.txt');
  expect(names.indexOf('final.txt')).toBe(place);
  expect(await (await fetch(url)).text()).toBe('version 2');
});

it('deleting asks for confirmation, with the focus on “Keep it”', async ({ visit }) => {
  await send('alice', 'documents', note('neighbour.txt', 'text'));
  await send('alice', 'documents', note('unwanted.txt', 'text'));
  const page = await visit();
  await signIn(page, 'alice');
  const dialog = await openDetails(page, 'unwanted.txt');
  await dialog.getByTestId('delete').click();
  await page.getByRole('alertdialog', { name: 'Delete “unwanted.txt”?' }).waitFor();
  await expectFocus(page, 'Keep it');
  await page.keyboard.press('Enter');
  await page.getByTestId('confirm').waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expectFocus(page, 'Details of unwanted.txt');

  await page.keyboard.press('Enter');
  await confirmDeletion(dialog);
  await row(page, 'unwanted.txt').waitFor({ state: 'detached' });
  await announced(page, 'unwanted.txt was deleted.');
  await expectFocus(page, 'neighbour.txt');
  await page.reload();
  await row(page, 'neighbour.txt').waitFor();
  expect(await listed(page)).not.toContain('unwanted.txt');
});

it('a file over the quota is refused with a message that says what to do', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'bob');
  await choose(page, {
    name: 'huge.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('x'.repeat(2000)),
  });
  await announced(page, 'more than your whole quota of 1000 bytes. Upload a smaller file.');
});
