// States of the list itself: loading, failing, empty in each scope, every kind of row, and what those in charge see.
import type { File as FileRecord } from '../../../lambdas/http/contract.ts';
import { listShown, signIn } from '../people.ts';
import { answer, hold, listFiles, madeUpFile, refuse, theList } from './answers.ts';
import { dashboardShown, viewer } from './files.ts';
import type { Walk } from './walk.ts';

const minutesAgo = (minutes: number): string =>
  new Date(Date.now() - minutes * 60_000).toISOString();

const noPermissions = {
  download: false,
  edit: false,
  publish: false,
  share: false,
  delete: true,
  replace: false,
};

/** A file whose bytes are awaited or validated. */
const pending = (changes: Partial<FileRecord>): FileRecord =>
  madeUpFile({
    status: 'pending',
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    permissions: noPermissions,
    ...changes,
  });

/** One file of every kind. */
const everyKind = (): readonly FileRecord[] => [
  pending({ filename: 'Board meeting.mp4', contentType: 'video/mp4', collection: 'videos' }),
  pending({
    filename: 'Invoices 2026.zip',
    contentType: 'application/zip',
    pendingReason: 'scanning',
  }),
  pending({ filename: 'Payroll.xlsx', contentType: 'application/zip', pendingReason: 'held' }),
  pending({ filename: 'Forgotten.png', contentType: 'image/png', expiresAt: minutesAgo(30) }),
  madeUpFile({
    status: 'rejected',
    filename: 'Logo.svg.png',
    collection: 'images',
    permissions: noPermissions,
    verdict: {
      outcome: 'rejected',
      declaredType: 'image/png',
      detectedType: 'image/svg+xml',
      size: 482_113,
      reason: 'type_mismatch',
      detail:
        'The file was uploaded as a PNG image, but it is an SVG image; the collection images takes JPEG images and PNG images. Save it as a PNG image and upload that.',
    },
  }),
  madeUpFile({
    filename: 'IMG_20261129_173355.pdf',
    title: 'The harbour at dusk',
    caption: 'Seen from the pier on the evening before the regatta, with the last boats coming in.',
  }),
  madeUpFile({
    filename: 'Notes.txt',
    contentType: 'text/plain',
    verdict: {
      outcome: 'accepted',
      declaredType: 'application/pdf',
      detectedType: 'text/plain',
      size: 482_113,
    },
  }),
  madeUpFile({ filename: `${'a-name-without-a-single-space-'.repeat(4)}end.pdf` }),
  madeUpFile({ filename: 'From a colleague.pdf', owner: 'bob', createdAt: minutesAgo(3 * 1440) }),
];

export const rows: Walk = {
  states: [
    'loading',
    'loading-slowly',
    'list-refused',
    'every-kind-of-row',
    'empty',
    'empty-shared',
    'quota-nearly-full',
    'quota-full',
  ],
  async lead(page, show) {
    const release = await hold(page, (url) => url.pathname === '/files');
    await signIn(page, viewer);
    await page.locator('#skeleton').waitFor();
    await show('loading');
    await page.locator('#slow').filter({ hasText: /./ }).waitFor();
    await dashboardShown(page);
    await show('loading-slowly');
    await release();
    await listShown(page);

    const end = await refuse(page, theList);
    await page.reload();
    await page.getByTestId('message').waitFor();
    await dashboardShown(page);
    await show('list-refused');
    await end();

    await listFiles(page, everyKind());
    await page.reload();
    await page.getByTestId('file-row').nth(8).waitFor({ state: 'attached' });
    await dashboardShown(page);
    await page.locator('#files-heading').evaluate((heading) => heading.scrollIntoView());
    await show('every-kind-of-row');

    await answer(page, theList, { files: [] });
    await page.reload();
    await page.locator('#empty').waitFor();
    await dashboardShown(page);
    await show('empty');
    await page.getByTestId('scope-shared').check();
    await page.locator('#empty').waitFor();
    await show('empty-shared');

    const limits = { bytes: 100_000_000_000, files: 10_000 };
    const usage = { method: 'GET', path: /^\/usage/ };
    await answer(page, usage, { bytes: 94_000_000_000, files: 812, limits });
    await page.reload();
    await page.locator('#usage-hint').waitFor();
    await dashboardShown(page);
    await show('quota-nearly-full');
    await answer(page, usage, { bytes: 100_000_000_000, files: 812, limits });
    await page.reload();
    await page.locator('#usage-hint').waitFor();
    await dashboardShown(page);
    await show('quota-full');
  },
};

export const everyone: Walk = {
  states: ['everyone', 'unknown-owner', 'empty-everyone', 'empty-group'],
  async lead(page, show) {
    const names = ['Regatta.pdf', 'Crew list.pdf', 'Tide table.pdf'];
    const owners = ['bob', 'carol', 'alice'];
    const files = names.map((filename, index) =>
      madeUpFile({ filename, owner: owners[index] ?? '', createdAt: minutesAgo(index * 700) }),
    );
    await listFiles(page, files);
    await signIn(page, 'staff');
    await dashboardShown(page);
    await page.getByTestId('scope-all').check();
    await page.getByText('carol@example.com').waitFor();
    await show('everyone');
    const owner = page.getByTestId('filter-owner');
    await owner.fill('erin@example.com');
    await owner.press('Enter');
    await page.locator('#filter-owner-problem').waitFor();
    await show('unknown-owner');
    await owner.fill('');
    await answer(page, theList, { files: [] });
    await page.getByTestId('scope-mine').check();
    await page.getByTestId('scope-all').check();
    await page.locator('#empty').waitFor();
    await show('empty-everyone');
    await page.getByTestId('scope-group').check();
    await page.locator('#empty').waitFor();
    await show('empty-group');
  },
};
