// Tests the fault detection that every page test uses.
import { expect } from 'vitest';
import { WAIT_MS } from '../time-limits.ts';
import { browser, it, stage, watchFaults } from './visit.ts';

it('script errors, console errors and CSP violations on the page are detected', async () => {
  if (!browser || !stage) throw new Error('A page test runs without a browser.');
  await using context = await browser.newContext();
  context.setDefaultTimeout(WAIT_MS);
  const faults = await watchFaults(context);
  const page = await context.newPage();
  await page.goto(stage.site);
  await page.getByTestId('sign-in').waitFor();
  expect(faults).toEqual([]);

  await page.evaluate(() => {
    console.error('complaint');
    queueMicrotask(() => {
      throw new Error('mishap');
    });
    const script = document.createElement('script');
    script.textContent = 'document.title = "injected"';
    document.body.append(script);
  });
  for (const expected of ['console error: complaint', 'mishap', 'script-src-elem blocked inline']) {
    await expect.poll(() => faults).toContainEqual(expect.stringContaining(expected));
  }
  expect(await page.title()).not.toBe('injected');
});
