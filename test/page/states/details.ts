// States of the dialog of a file: each of its parts, their refusals, and the question before a deletion.
import type { Locator, Page } from 'playwright-core';
import { closeDetails, createLink, openDetails, share } from '../details.ts';
import { steppedBack } from '../dialogs.ts';
import { listShown } from '../people.ts';
import { listFiles, madeUpFile, refuse } from './answers.ts';
import { lastFile, signInToFiles } from './files.ts';
import type { Walk } from './walk.ts';

/** Scrolls the dialog until a part of it is at its top. */
const scrollTo = (part: Locator): Promise<void> =>
  part.evaluate((element) => element.scrollIntoView({ block: 'start' }));

const partOf = (dialog: Locator, name: string): Locator => dialog.locator(`.part.${name}`);
const problemIn = (part: Locator): Promise<void> => part.locator('.problem').waitFor();

/** A photograph with the place where it was taken, public, whose address does not exist yet. */
const photograph = () =>
  madeUpFile({
    filename: 'At home.jpg',
    collection: 'avatars',
    contentType: 'image/jpeg',
    visibility: 'public',
    image: { width: 4_032, height: 3_024, hasGps: true },
  });

async function confirmation(page: Page, dialog: Locator): Promise<Locator> {
  await dialog.getByTestId('delete').click();
  const question = page.getByTestId('confirmation');
  await question.waitFor();
  return question;
}

export const details: Walk = {
  states: [
    'details',
    'details-changed-elsewhere',
    'details-sharing',
    'sharing-unknown',
    'sharing-refused',
    'details-links',
    'links-wrong-limit',
    'details-end',
    'delete-confirmation',
    'deletion-problem',
    'details-rejected',
    'publishing',
  ],
  async lead(page, show) {
    await signInToFiles(page);
    const dialog = await openDetails(page, lastFile);
    await dialog.getByTestId('public-url').waitFor();
    await show('details');

    const edit = { method: 'PATCH', path: /^\/files\// };
    const endEdit = await refuse(page, edit, { code: 'conflict', status: 409 });
    await dialog.getByTestId('edit-title').fill('Evening in the harbour');
    await dialog.getByTestId('save').click();
    await dialog.getByTestId('conflict').waitFor();
    await scrollTo(partOf(dialog, 'edit'));
    await show('details-changed-elsewhere');
    await endEdit();

    const sharing = partOf(dialog, 'sharing');
    for (const grantee of ['bob@example.com', 'group:harbour-office']) {
      await share(dialog, grantee);
      // It may have been shared in an earlier walk.
      await sharing.locator('.done').filter({ hasText: grantee }).waitFor();
    }
    await scrollTo(sharing);
    await show('details-sharing');
    await dialog.getByTestId('share-principal').fill('bbo@example.com');
    await dialog.getByTestId('share').click();
    await problemIn(sharing);
    await scrollTo(sharing);
    await show('sharing-unknown');
    const lookups = { method: 'POST', path: /^\/principals\/lookups/ };
    const endLookups = await refuse(page, lookups);
    await dialog.getByTestId('share-principal').fill('carol@example.com');
    await dialog.getByTestId('share').click();
    await problemIn(sharing);
    await show('sharing-refused');
    await endLookups();

    const links = partOf(dialog, 'links');
    await createLink(dialog);
    await dialog.getByTestId('link-copy').click();
    await scrollTo(links);
    await show('details-links');
    await dialog.getByTestId('link-uses').fill('many');
    await dialog.getByTestId('link-create').click();
    await problemIn(links);
    await show('links-wrong-limit');

    await scrollTo(partOf(dialog, 'deleting'));
    await show('details-end');
    const question = await confirmation(page, dialog);
    await show('delete-confirmation');
    const endDeletion = await refuse(
      page,
      { method: 'DELETE', path: /^\/files\/[\w-]+$/ },
      { code: 'not_found', status: 404 },
    );
    await question.getByTestId('confirm').click();
    await problemIn(question);
    await show('deletion-problem');
    await endDeletion();
    await page.getByTestId('keep').click();
    await question.waitFor({ state: 'detached' });
    await steppedBack(page);
    await closeDetails(dialog);

    const rejected = await openDetails(page, 'holiday.png');
    await show('details-rejected');
    await closeDetails(rejected);

    const picture = photograph();
    await listFiles(page, [picture]);
    await page.reload();
    await listShown(page);
    const publication = partOf(await openDetails(page, picture.filename), 'publication');
    await publication.locator('.done').filter({ hasText: /./ }).waitFor();
    await scrollTo(publication);
    await show('publishing');
  },
};
