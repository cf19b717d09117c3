// Tests the list by name and by size: over several pages, with a new upload, and where it is too long.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { MOST_SORTED } from '../../lambdas/domain/file-order.ts';
import { settle } from '../../lambdas/domain/transitions.ts';
import { pendingFile, settlement } from '../aws/records.ts';
import { choose } from './actions.ts';
import { listed, listOwner, listShown, row, settled, signIn } from './people.ts';
import { seededFile, seedFiles } from './seed-files.ts';
import { it, stage } from './visit.ts';

const FILES = 200;

/** Who has 200 files; an owner of these tests alone, whose files a member of staff lists. */
const owner = 'edgar';

const nameOf = (number: number) => `${number % 2 ? 'Sorted' : 'sorted'} ${number}.png`;
/** A size that no other of the files has, in another order than names and times. */
const sizeOf = (number: number) => ((number * 77) % FILES) + 1;
const ascending = Array.from({ length: FILES }, (_, number) => number);

beforeAll(async () => {
  if (!stage) return;
  await seedFiles(
    ascending.map((index) => {
      const number = (index * 37) % FILES;
      const size = sizeOf(number);
      const createdAt = new Date(Date.now() - (index + 60) * 1000).toISOString();
      const file = pendingFile({ owner, filename: nameOf(number), size, createdAt });
      return settle(file, settlement('v1', 'accepted', size));
    }),
  );
});

const namesIn = async (page: Page) => (await listed(page)).map((name) => name.trim());
const numbersIn = async (page: Page) =>
  (await namesIn(page)).map((name) => Number(/^sorted (\d+)\.png$/i.exec(name)?.[1]));

/** Sorts and scrolls until the list is these files, from the top. */
async function expectOrder(page: Page, order: string, numbers: readonly number[]): Promise<void> {
  await page.getByTestId('filter-order').selectOption(order);
  await listShown(page);
  const rows = page.getByTestId('file-row');
  for (let shown = await rows.count(); shown < numbers.length; shown = await rows.count()) {
    await rows.last().scrollIntoViewIfNeeded();
    // One page at a time: each has the whole time of a wait.
    await expect.poll(() => rows.count()).toBeGreaterThan(shown);
  }
  await expect.poll(() => numbersIn(page)).toEqual(numbers);
}

it('200 files are listed by name and by size, over several pages, in the order of all of them', async ({
  visit,
}) => {
  const page = await visit();
  await signIn(page, 'staff');
  await page.getByTestId('scope-all').check();
  await listOwner(page, owner, nameOf(0));
  const pages = new Set<string>();
  page.on('request', (request) => {
    if (request.url().includes('sort=name')) pages.add(request.url());
  });
  await expectOrder(page, 'nameAscending', ascending);
  expect(pages.size).toBeGreaterThan(1);
  await expectOrder(page, 'nameDescending', ascending.toReversed());
  const bySize = ascending.toSorted((one, other) => sizeOf(one) - sizeOf(other));
  await expectOrder(page, 'smallest', bySize);
  await expectOrder(page, 'largest', bySize.toReversed());
});

it('a new upload takes its place in the list by name', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  await listShown(page);
  await page.getByTestId('filter-order').selectOption('nameAscending');
  await listShown(page);
  for (const name of ['Place b.txt', 'place c.txt', 'place a.txt']) {
    await choose(page, { name, mimeType: 'text/plain', buffer: Buffer.from('text') });
    await settled(page, name);
  }
  const placed = async () => (await namesIn(page)).filter((name) => /^place /i.test(name));
  await expect.poll(placed).toEqual(['place a.txt', 'Place b.txt', 'place c.txt']);
});

it('a list that is too long to sort says so and stays sorted by time, in English and in German', async ({
  visit,
}) => {
  // An owner whose files no earlier attempt has written.
  const frida = `frida-${randomUUID()}`;
  const many = Array.from({ length: MOST_SORTED + 1 }, (_, index) =>
    seededFile(frida, `many ${index}.png`, index + 60),
  );
  await seedFiles(many);
  const page = await visit();
  await signIn(page, 'staff');
  await page.getByTestId('scope-all').check();
  await listOwner(page, frida, 'many 0.png');
  const order = page.getByTestId('filter-order');
  await order.selectOption('largest');
  await page.getByText('Lists of up to 5,000 files can be sorted by name or size').waitFor();
  await row(page, 'many 0.png').waitFor();
  await expect.poll(() => order.inputValue()).toBe('newest');
  await expect
    .poll(async () => (await namesIn(page)).slice(0, 3))
    .toEqual(['many 0.png', 'many 1.png', 'many 2.png']);

  const german = await visit({ locale: 'de-DE' });
  await signIn(german, 'staff');
  await german.getByTestId('scope-all').check();
  await listOwner(german, frida, 'many 0.png');
  await german.getByTestId('filter-order').selectOption('nameAscending');
  await german.getByText('Listen mit bis zu 5.000 Dateien').waitFor();
  await row(german, 'many 0.png').waitFor();
});
