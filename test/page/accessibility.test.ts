import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { choose, sending, throttleUploads } from './actions.ts';
import { createLink, openDetails, share } from './details.ts';
import { fixture, settled, signIn } from './people.ts';
import { send } from './send.ts';
import { it } from './visit.ts';

/** One node of the browser's accessibility tree. */
interface TreeNode {
  readonly role: string;
  readonly name: string;
  readonly level: unknown;
}

const mustHaveName = new Set(
  'button link textbox searchbox combobox listbox checkbox radio progressbar dialog image region'.split(
    ' ',
  ),
);

async function accessibilityTree(page: Page): Promise<readonly TreeNode[]> {
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  await devtools.detach();
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name, properties = [] }) => ({
      role: String(role?.value),
      name: String(name?.value ?? '').trim(),
      level: properties.find((property) => property.name === 'level')?.value.value,
    }));
}

async function expectBasics(page: Page): Promise<readonly TreeNode[]> {
  const nodes = await accessibilityTree(page);
  const count = (role: string) => nodes.filter((each) => each.role === role).length;
  expect(nodes.filter(({ role, name }) => mustHaveName.has(role) && name === '')).toEqual([]);
  expect(nodes.filter(({ role, level }) => role === 'heading' && level === 1)).toHaveLength(1);
  expect(['banner', 'main', 'contentinfo'].map(count)).toEqual([1, 1, 1]);
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  expect(await page.title()).toContain('Airlock');
  expect(await duplicateIds(page)).toEqual([]);
  return nodes;
}

const duplicateIds = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
  });

it('the welcome view has names, landmarks and one main heading', async ({ visit }) => {
  const page = await visit();
  await page.getByTestId('sign-in').waitFor();
  const nodes = await expectBasics(page);
  expect(nodes).toContainEqual(expect.objectContaining({ role: 'button', name: 'Sign in' }));
});

it('the list with ready, rejected and pending files has names, landmarks and one main heading', async ({
  visit,
}) => {
  const page = await visit();
  await signIn(page, 'alice');
  await choose(page, [
    { name: 'seen.jpg', mimeType: 'image/jpeg', buffer: await fixture('fixture.jpg') },
    { name: 'bad.png', mimeType: 'image/png', buffer: await fixture('fixture.exe') },
  ]);
  await Promise.all([settled(page, 'seen.jpg'), settled(page, 'bad.png')]);
  const network = await throttleUploads(page, 100);
  await choose(page, {
    name: 'slow.pdf',
    mimeType: 'application/pdf',
    buffer: await fixture('fixture.pdf'),
  });
  await sending(page, 'slow.pdf');

  const nodes = await expectBasics(page);
  const names = nodes.filter(({ role }) => role === 'button').map(({ name }) => name);
  expect(names).toContain('Download seen.jpg');
  expect(names).not.toContain('Download bad.png');
  // A name must identify its file wherever there is one button per file.
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  await network.release();
  await settled(page, 'slow.pdf');
});

it('the dialog of a file and the confirmation before its deletion have unique names', async ({
  visit,
}) => {
  const page = await visit();
  await send('alice', 'documents', new File(['text'], 'about.txt', { type: 'text/plain' }));
  await signIn(page, 'alice');
  const dialog = await openDetails(page, 'about.txt');
  await share(dialog, 'bob@example.com');
  await createLink(dialog);
  const nodes = await accessibilityTree(page);
  expect(nodes.filter(({ role, name }) => mustHaveName.has(role) && name === '')).toEqual([]);
  expect(nodes).toContainEqual(expect.objectContaining({ role: 'dialog', name: 'about.txt' }));
  const names = nodes.filter(({ role }) => role === 'button').map(({ name }) => name);
  expect(names).toContain('Stop sharing: bob@example.com');
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(await duplicateIds(page)).toEqual([]);

  await dialog.getByTestId('delete').click();
  const asked = await accessibilityTree(page);
  expect(asked).toContainEqual(
    expect.objectContaining({ role: 'alertdialog', name: 'Delete “about.txt”?' }),
  );
});
