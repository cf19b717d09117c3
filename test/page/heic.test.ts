// A picture in HEIC, which phones take and few browsers decode: no picture is broken, and words say why none is shown.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { listShown, row, signIn } from './people.ts';
import { send } from './send.ts';
import { it, stage } from './visit.ts';

const heic = new Uint8Array(
  readFileSync(new URL('../fixtures/pictures/dusk.heic', import.meta.url)),
);

it('a HEIC picture is stored, and a browser that cannot decode it offers the download without loading the picture', async ({
  visit,
}) => {
  await send('dora', 'images', new File([heic], 'dusk.heic', { type: 'image/heic' }));
  const page = await visit();
  const loaded: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(stage?.s3 ?? '')) loaded.push(request.url());
  });
  await signIn(page, 'dora');
  await listShown(page);
  const shown = row(page, 'dusk.heic');
  expect(await shown.getByTestId('type').textContent()).toBe('HEIC image');
  expect(await shown.locator('.tile').textContent()).toBe('HEIC');
  await shown.click();
  await page.getByText('This browser does not show HEIC').waitFor();
  expect(await page.getByTestId('stage').locator('img').count()).toBe(0);
  expect(loaded.filter((url) => url.includes('.heic'))).toEqual([]);
});
