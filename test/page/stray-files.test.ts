// Tests what is pasted or dropped and is not meant as an upload.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { drop } from './actions.ts';
import { openDetails } from './details.ts';
import { onDisk } from './on-disk.ts';
import { fixture, row, settled, signIn } from './people.ts';
import { send } from './send.ts';
import { it } from './visit.ts';

/** Pastes a picture, with or without a text, where `selector` is. */
async function paste(page: Page, selector: string, name: string, text?: string): Promise<void> {
  const bytes = [...(await fixture('fixture.png'))];
  await page.locator(selector).evaluate(
    (element, { bytes, name, text }) => {
      const clipboardData = new DataTransfer();
      if (text !== undefined) clipboardData.setData('text/plain', text);
      clipboardData.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    },
    { bytes, name, text },
  );
}

it('a text that is pasted into a field together with its picture is not uploaded, a picture alone is', async ({
  visit,
}) => {
  const [cells, screenshot] = [`cells ${randomUUID()}.png`, `screenshot ${randomUUID()}.png`];
  const page = await visit();
  await signIn(page, 'alice');
  await page.locator('.uppy-Dashboard-browse').waitFor();
  await paste(page, '#search', cells, 'cells');
  await paste(page, '#search', screenshot);
  await settled(page, screenshot);
  expect(await row(page, cells).count()).toBe(0);
});

it('a file that is dropped on a dialog is not uploaded', async ({ visit }) => {
  const [below, above, after] = ['below', 'above', 'after'].map(
    (word) => `${word} ${randomUUID()}.csv`,
  ) as [string, string, string];
  await send('alice', 'documents', new File(['a,b'], below, { type: 'text/csv' }));
  const [first, second] = (await onDisk({
    [above]: Buffer.from('a,b'),
    [after]: Buffer.from('a,b'),
  })) as [string, string];
  // So high that neither the row nor the place to drop is out of sight.
  const page = await visit({ viewport: { width: 1280, height: 1600 } });
  await signIn(page, 'alice');
  await page.locator('.uppy-Dashboard-browse').waitFor();
  const dialog = await openDetails(page, below);
  await drop(page, [first]);
  await dialog.getByTestId('close').click();
  await dialog.waitFor({ state: 'detached' });
  await drop(page, [second]);
  await settled(page, after);
  expect(await row(page, above).count()).toBe(0);
});
