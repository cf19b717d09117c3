// A photograph that contains the place where it was taken: a person who shares it is warned, unless others receive a copy without
// it.
import { expect } from 'vitest';
import { phonePhoto } from '../phone-photo.ts';
import { closeDetails, openDetails } from './details.ts';
import { listShown, signIn } from './people.ts';
import { send } from './send.ts';
import { it } from './visit.ts';

it('the dialog says that a link to a photograph shows where it was taken, and not of a sanitized one', async ({
  visit,
}) => {
  const photo = await phonePhoto();
  await send('dora', 'images', new File([photo], 'at home.jpg', { type: 'image/jpeg' }));
  await send('dora', 'avatars', new File([photo], 'me there.jpg', { type: 'image/jpeg' }));
  const page = await visit();
  await signIn(page, 'dora');
  await listShown(page);
  const own = await openDetails(page, 'at home.jpg');
  await own.getByTestId('link-location').waitFor();
  await own.getByText('the picture contains the location where it was taken').waitFor();
  await closeDetails(own);

  // Its copy is made after the verdict; the list that is read again knows it.
  await expect
    .poll(async () => {
      await page.reload();
      await listShown(page);
      const open = await openDetails(page, 'me there.jpg');
      const isWarned = await open.getByTestId('link-location').isVisible();
      const facts = await open.locator('.details-facts').textContent();
      await closeDetails(open);
      return { isWarned, isRemoved: facts?.includes('only the uploaded picture contains') };
    })
    .toEqual({ isWarned: false, isRemoved: true });
});
