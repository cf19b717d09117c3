// Tests what the page says at addresses where there is no file to show.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { listShown, row, signIn } from './people.ts';
import { clientOf, sendTable } from './send.ts';
import { it, stage } from './visit.ts';

it.for(['/files/a/b/c', '/files/%20', '/files/a%2Fb'])(
  'at %s the page says that there is no page, also after a sign-in, and shows the list',
  async (path, { visit }) => {
    const page = await visit();
    await page.goto(`${stage?.site}${path}`);
    await signIn(page, 'alice');
    await listShown(page);
    await page.getByText('There is no page at this address').waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
  },
);

it('the address of a file that does not exist, or is not shared, says so, and one that was deleted as well', async ({
  visit,
}) => {
  const name = await sendTable('bob');
  const owners = await visit();
  await signIn(owners, 'bob');
  const id = await row(owners, name).getAttribute('data-file-id');

  const page = await visit();
  await signIn(page, 'alice');
  for (const each of [id, randomUUID(), 'x'.repeat(300)]) {
    await page.goto(`${stage?.site}/files/${each}`);
    await page.getByText('This file does not exist, or it is not shared with you.').waitFor();
    expect(await page.getByTestId('viewer').count()).toBe(0);
  }

  await (await clientOf('bob')).remove(String(id));
  await owners.goto(`${stage?.site}/files/${id}`);
  await owners
    .getByText(/does not exist, or it is not shared with you|The file was deleted/)
    .waitFor();
});
