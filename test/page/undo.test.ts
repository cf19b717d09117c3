// Tests the undo of a deletion: by the keyboard, beside a message, and after another list is shown.
import type { Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { choose } from './actions.ts';
import { expectFocus } from './details.ts';
import { fixture, listOwner, listShown, row, signIn } from './people.ts';
import { seededTable, seedFiles } from './seed-files.ts';
import { it, stage } from './visit.ts';

/** Whose files these tests select; an owner of these tests alone. */
const owner = 'greta';
const [kept, removed] = ['kept.xlsx', 'removed and back.xlsx'] as const;

beforeAll(async () => {
  if (stage) await seedFiles([seededTable(owner, removed, 60), seededTable(owner, kept, 120)]);
});

async function listFiles(page: Page): Promise<void> {
  await signIn(page, 'staff');
  await page.getByTestId('scope-all').check();
  await listOwner(page, owner, removed, 'documents');
}

/** Deletes by the keyboard. The focus is then on Undo, and the time to undo stands still. */
async function deleteByKeyboard(page: Page): Promise<void> {
  await row(page, removed).getByTestId('select').focus();
  await page.keyboard.press('Space');
  await page.getByTestId('delete-selected').focus();
  await page.keyboard.press('Enter');
  await row(page, removed).waitFor({ state: 'detached' });
  await expectFocus(page, 'Undo');
}

it('a deletion by the keyboard moves the focus to Undo, and both Enter and Ctrl+Z undo it', async ({
  visit,
}) => {
  const page = await visit();
  await listFiles(page);
  for (const key of ['Enter', 'Control+z']) {
    await deleteByKeyboard(page);
    await page.keyboard.press(key);
    await row(page, removed).waitFor();
    await page.getByTestId('notice').waitFor({ state: 'hidden' });
    await expectFocus(page, 'Files');
  }
});

it('a message and the notice with Undo stand beside each other', async ({ visit }) => {
  const page = await visit();
  await listFiles(page);
  const program = { mimeType: 'application/x-msdownload', buffer: await fixture('fixture.exe') };
  await choose(page, { name: 'program.exe', ...program });
  await page.getByTestId('message').waitFor();
  await deleteByKeyboard(page);
  const areBeside = async () => {
    const [message, notice] = await Promise.all(
      ['message', 'notice'].map((hook) => page.getByTestId(hook).boundingBox()),
    );
    if (!message || !notice) throw new Error('Both are on the page.');
    return notice.y + notice.height <= message.y || message.y + message.height <= notice.y;
  };
  await expect.poll(areBeside).toBe(true);
  await page.getByTestId('undo').click();
});

it('what is undone while another list is shown does not appear in that list', async ({ visit }) => {
  const page = await visit();
  await listFiles(page);
  await deleteByKeyboard(page);
  // Without a click, so that the focus stays on Undo.
  await page.getByTestId('scope-mine').dispatchEvent('click');
  await row(page, kept).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await listShown(page);
  expect(await row(page, removed).count()).toBe(0);
  await page.getByTestId('scope-all').check();
  await row(page, removed).waitFor();
});
