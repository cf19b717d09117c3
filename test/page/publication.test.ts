// A file made public and private again in its dialog.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { openDetails, saveTitle } from './details.ts';
import { listShown, signIn } from './people.ts';
import { send } from './send.ts';
import { it } from './visit.ts';

const photo = new Uint8Array(
  readFileSync(new URL('../fixtures/files/fixture.png', import.meta.url)),
);

it('an avatar has an address that its owner copies, takes back and gives out anew', async ({
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
  expect(await address.isVisible()).toBe(false);
  await expect.poll(async () => (await fetch(first)).status).toBe(403);
  // The switch and the texts are edits of one file, and do not get into each other's way.
  await saveTitle(dialog, 'Me');
  await dialog.getByText('Saved.').waitFor();

  await toggle.click();
  await dialog.getByText('everybody who has the address can see this file').last().waitFor();
  await address.waitFor();
  expect((await fetch(await address.inputValue())).status).toBe(200);
});

it('nothing is offered where the collection does not let it be public', async ({ visit }) => {
  await send('alice', 'documents', new File(['x'], 'private.txt', { type: 'text/plain' }));
  const page = await visit();
  await signIn(page, 'alice');
  await listShown(page);
  const dialog = await openDetails(page, 'private.txt');
  expect(await dialog.getByTestId('public').isVisible()).toBe(false);
});
