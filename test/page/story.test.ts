import { expect } from 'vitest';
import { cancel, choose, drop, sending, throttleUploads, upload } from './actions.ts';
import { confirmDeletion, openDetails } from './details.ts';
import { onDisk } from './on-disk.ts';
import { downloaded, fixture, listed, listShown, row, settled, signIn } from './people.ts';
import { it, stage } from './visit.ts';

const oddName = 'Ünïcode "quoted" 文件.pdf';
// Windows has no quotes in names. A download gets the name as the system can store it.
const nameOnDisk = process.platform === 'win32' ? oddName.replaceAll('"', "'") : oddName;
const savedName = nameOnDisk.replaceAll('"', '_');

it('a photo and a PDF are dropped, validated, shown and downloaded with identical bytes', async ({
  visit,
}) => {
  const page = await visit();
  await signIn(page, 'alice');
  const photo = await fixture('fixture.jpg');
  const pdf = await fixture('fixture.pdf');
  const network = await throttleUploads(page, 300);

  await drop(page, await onDisk({ 'harbour.jpg': photo, [nameOnDisk]: pdf }));
  await Promise.all([sending(page, 'harbour.jpg'), sending(page, nameOnDisk)]);
  await network.release();

  expect(await settled(page, 'harbour.jpg')).toMatchObject({
    status: 'Ready',
    type: 'JPEG image',
    size: '58 KB',
  });
  expect(await settled(page, nameOnDisk)).toMatchObject({
    status: 'Ready',
    type: 'PDF document',
    size: '7.76 KB',
  });
  const thumbnail = row(page, 'harbour.jpg').getByTestId('thumbnail');
  await expect
    .poll(() => thumbnail.evaluate((image: HTMLImageElement) => image.naturalWidth))
    // The picture itself, or its thumbnail where that was made before.
    .toBeOneOf([200, 133]);

  const saved = await downloaded(page, () => row(page, nameOnDisk).getByTestId('download').click());
  expect(saved.suggestedFilename).toBe(savedName);
  expect(saved.bytes.equals(pdf)).toBe(true);
});

it('a cancelled upload leaves no row and no file', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  const network = await throttleUploads(page, 1000);
  const discarded = page.waitForResponse(
    (response) => response.request().method() === 'DELETE' && response.status() === 204,
  );

  await choose(page, {
    name: 'second-thoughts.png',
    mimeType: 'image/png',
    buffer: Buffer.concat([await fixture('fixture.png'), Buffer.alloc(3_000_000)]),
  });
  await sending(page, 'second-thoughts.png');
  await cancel(page, 'second-thoughts.png');
  await upload(page, 'second-thoughts.png').waitFor({ state: 'detached' });
  await network.release();
  await discarded;

  expect(await listed(page)).not.toContain('second-thoughts.png');
  await page.reload();
  await listShown(page);
  expect(await listed(page)).not.toContain('second-thoughts.png');
});

it('a reload keeps the session and the list; signing out ends both', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  await choose(page, {
    name: 'kept.pdf',
    mimeType: 'application/pdf',
    buffer: await fixture('fixture.pdf'),
  });
  await settled(page, 'kept.pdf');

  await page.reload();
  await page.getByTestId('whoami').filter({ hasText: 'alice' }).waitFor();
  expect(await settled(page, 'kept.pdf')).toMatchObject({ status: 'Ready' });

  await page.getByTestId('sign-out').click();
  await page.getByTestId('sign-in').waitFor();
  const calls: string[] = [];
  page.on('request', (request) => {
    if (stage && request.url().startsWith(stage.api)) calls.push(request.url());
  });
  await page.reload();
  await page.getByTestId('sign-in').waitFor();
  expect(calls).toEqual([]);
  expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
  await page.getByTestId('sign-in').click();
  await page.getByRole('button', { name: 'Alice' }).waitFor();
});

it('a user sees no file of another user, not even after them in the same tab', async ({
  visit,
}) => {
  const page = await visit();
  await signIn(page, 'alice');
  await choose(page, {
    name: 'private.pdf',
    mimeType: 'application/pdf',
    buffer: await fixture('fixture.pdf'),
  });
  await settled(page, 'private.pdf');
  await page.getByTestId('sign-out').click();

  await signIn(page, 'bob');
  await listShown(page);
  await page.getByText('Nothing here yet').waitFor();
  expect(await listed(page)).toEqual([]);
});

// Runs after the test above, which needs bob to have no file.
it('the quota bars change with an upload and a deletion', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'bob');
  const usage = page.getByTestId('usage');
  await usage.getByText('0 bytes of 1000 bytes').waitFor();
  const bytes = usage.getByRole('meter', { name: /^Storage/ });
  const used = () => bytes.evaluate(({ value }: HTMLMeterElement) => value);

  await choose(page, {
    name: 'counted.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('x'.repeat(950)),
  });
  await settled(page, 'counted.txt');
  await expect.poll(used).toBe(950);
  await usage.getByText('950 bytes of 1000 bytes').waitFor();
  await usage.getByText('1 of 5').waitFor();
  await usage.getByText('Nearly full. Delete files that you no longer need.').waitFor();

  const dialog = await openDetails(page, 'counted.txt');
  await confirmDeletion(dialog);
  await expect.poll(used).toBe(0);
  await usage.getByText('0 bytes of 1000 bytes').waitFor();
});
