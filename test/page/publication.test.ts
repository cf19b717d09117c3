// Tests publication in the dialog of a file.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { openDetails, saveTitle } from './details.ts';
import { steppedBack } from './dialogs.ts';
import { listShown, signIn } from './people.ts';
import { send } from './send.ts';
import { it } from './visit.ts';

const photo = new Uint8Array(
  readFileSync(new URL('../fixtures/files/fixture.png', import.meta.url)),
);

it('the owner of an avatar can make it private and public again, and its address follows', async ({
  visit,
}) => {
  await send('alice', 'avatars', new File([photo], 'me.png', { type: 'image/png' }));
  const page = await visit();
  await signIn(page, 'alice');
  await listShown(page);
  const dialog = await openDetails(page, 'me.png');
  const toggle = dialog.getByTestId('public');
  const address = dialog.getByTestId('public-url');
  await address.waitFor();
  expect(await toggle.isChecked()).toBe(true);
  const first = await address.inputValue();
  expect((await fetch(first)).status).toBe(200);

  await toggle.click();
  await dialog.getByText('Private again').waitFor();
  await address.waitFor({ state: 'hidden' });
  await expect.poll(async () => (await fetch(first)).status).toBe(403);
  // The switch and the texts edit the same file without a conflict.
  await saveTitle(dialog, 'Me');
  await dialog.getByText('Saved.').waitFor();

  await toggle.click();
  await dialog.getByText('everyone who has the address can see this file').last().waitFor();
  await address.waitFor();
  expect((await fetch(await address.inputValue())).status).toBe(200);
});

it('the dialog offers no publication where the collection does not allow it', async ({ visit }) => {
  await send('alice', 'documents', new File(['x'], 'private.txt', { type: 'text/plain' }));
  const page = await visit();
  await signIn(page, 'alice');
  await listShown(page);
  const dialog = await openDetails(page, 'private.txt');
  expect(await dialog.getByTestId('public').isVisible()).toBe(false);
});

it('the open dialog shows the address of a public file as soon as its copy exists', async ({
  visit,
}) => {
  await send('alice', 'avatars', new File([photo], 'fresh.png', { type: 'image/png' }));
  const page = await visit();
  // The list as it is directly after the verdict.
  await page.route(/\/files(?:\?|$)/, async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as { files?: { url?: string }[] };
    for (const file of body.files ?? []) delete file.url;
    await route.fulfill({ response, json: body });
  });
  await signIn(page, 'alice');
  await listShown(page);
  const dialog = await openDetails(page, 'fresh.png');
  await dialog.getByTestId('public-url').waitFor();
  expect(await dialog.getByText('Publishing takes longer than usual').count()).toBe(0);
  expect((await fetch(await dialog.getByTestId('public-url').inputValue())).status).toBe(200);

  const box = await dialog.getByTestId('public').boundingBox();
  expect(box?.width).toBeLessThan(32);
  expect(box?.height).toBeLessThan(32);
  await page.unrouteAll({ behavior: 'wait' });
});

it('what is typed and not sent is kept when the dialog is closed with Escape', async ({
  visit,
}) => {
  await send('alice', 'documents', new File(['x'], 'unfinished.txt', { type: 'text/plain' }));
  const page = await visit();
  await signIn(page, 'alice');
  await listShown(page);
  const dialog = await openDetails(page, 'unfinished.txt');
  await dialog.getByTestId('edit-title').fill('A long thought');
  await dialog.getByTestId('share-principal').fill('bob@exam');
  await dialog.getByTestId('link-sender').fill('Alice of the harbour office');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await steppedBack(page);

  const again = await openDetails(page, 'unfinished.txt');
  expect(await again.getByTestId('edit-title').inputValue()).toBe('A long thought');
  expect(await again.getByTestId('share-principal').inputValue()).toBe('bob@exam');
  expect(await again.getByTestId('link-sender').inputValue()).toBe('Alice of the harbour office');
  await again.getByText('Not saved yet').waitFor();
  await again.getByTestId('save').click();
  await again.getByText('Saved.').waitFor();
});
