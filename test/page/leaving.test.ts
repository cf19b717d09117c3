// Tests what becomes of a deletion that can still be undone when its page or its session ends.
import type { Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { eventually } from '../eventually.ts';
import { listOwner, listShown, row, signIn } from './people.ts';
import { seededTable, seedFiles } from './seed-files.ts';
import { deleteSelected } from './selected.ts';
import { clientOf } from './send.ts';
import { it, stage } from './visit.ts';

/** Whose files these tests delete; an owner of these tests alone. */
const owner = 'ivy';
const names = [
  'closed.xlsx',
  'without a network.xlsx',
  'signed out.xlsx',
  'signed out elsewhere.xlsx',
  'kept.xlsx',
] as const;
type Name = (typeof names)[number];

/** More than one request deletes. */
const MANY = 60;
const nameOfMany = (index: number) => `many ${index}.xlsx`;

beforeAll(async () => {
  if (!stage) return;
  await seedFiles([
    ...names.map((name, index) => seededTable(owner, name, index + 1)),
    ...Array.from({ length: MANY }, (_, index) =>
      seededTable(owner, nameOfMany(index), 60 + index),
    ),
  ]);
});

async function listFiles(page: Page): Promise<void> {
  await signIn(page, 'staff');
  await listOwners(page);
}

async function listOwners(page: Page): Promise<void> {
  await page.getByTestId('scope-all').check();
  await listOwner(page, owner, 'kept.xlsx', 'documents');
}

/** Deletes a file and stays on Undo, so that the time to undo stands still. */
async function deleteFile(page: Page, name: Name): Promise<void> {
  await row(page, name).getByTestId('select').check();
  await deleteSelected(page);
}

/** Waits until the API lists exactly these of the files. */
async function expectListed(expected: (listed: readonly string[]) => void): Promise<void> {
  const airlock = await clientOf('staff');
  await eventually(async () => {
    const { files } = await airlock.list({ owner, collection: 'documents', limit: 100 });
    expected(files.map(({ filename }) => filename));
  });
}

const expectDeleted = (name: Name) =>
  expectListed((listed) => {
    expect(listed).not.toContain(name);
    expect(listed).toContain('kept.xlsx');
  });

it('a page that is closed before the time to undo has passed sends the deletion', async ({
  visit,
}) => {
  const page = await visit();
  await listFiles(page);
  await deleteFile(page, 'closed.xlsx');
  await page.close();
  await expectDeleted('closed.xlsx');
});

it('a deletion that met no network is sent after the reload, and until then the list does not contain its file', async ({
  visit,
}) => {
  const page = await visit();
  await listFiles(page);
  await deleteFile(page, 'without a network.xlsx');
  await page.context().setOffline(true);
  await page.reload().catch(() => {});
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  await page.route('**/deletions', async (route) => {
    await held;
    await route.continue();
  });
  await page.context().setOffline(false);
  await page.goto(stage?.site ?? '');
  await listShown(page);
  await listOwners(page);
  expect(await row(page, 'without a network.xlsx').count()).toBe(0);
  release();
  await expectDeleted('without a network.xlsx');
  await page.unrouteAll({ behavior: 'wait' });
});

it('signing out sends the deletion, in this tab and in others', async ({ visit }) => {
  const page = await visit();
  await listFiles(page);
  const other = await page.context().newPage();
  await other.goto(stage?.site ?? '');
  await listShown(other);
  await listOwners(other);
  await deleteFile(other, 'signed out elsewhere.xlsx');
  await deleteFile(page, 'signed out.xlsx');
  await page.getByTestId('sign-out').click();
  await expectDeleted('signed out.xlsx');
  await expectDeleted('signed out elsewhere.xlsx');
});

it('a deletion of which only a part was answered shows the other files again, and the page says why', async ({
  visit,
}) => {
  const page = await visit();
  await listFiles(page);
  let count = 0;
  await page.route('**/deletions', async (route) => {
    count += route.request().method() === 'POST' ? 1 : 0;
    if (count < 2) return route.continue();
    await route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      headers: { 'access-control-allow-origin': '*' },
      body: JSON.stringify({ code: 'forbidden', title: 'Forbidden', status: 403, detail: 'No.' }),
    });
  });
  await page.getByTestId('search').fill('many');
  await expect.poll(() => page.getByTestId('file-row').count()).toBe(MANY);
  await page.getByTestId('select-all').check();
  await page.getByTestId('delete-selected').click();
  await page.getByTestId('search').focus();
  await page.getByTestId('message').waitFor();
  // The first 50 are gone, which the list says as well as the API.
  await expect.poll(() => page.getByTestId('file-row').count()).toBe(MANY - 50);
  await expectListed((listed) => {
    expect(listed.filter((name) => name.startsWith('many'))).toHaveLength(MANY - 50);
  });
});
