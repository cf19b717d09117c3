// Tests every state of the page with axe and for faults of its layout, and takes its screenshot: `npm run screenshots`.
import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { layoutFaults } from './layout-faults.ts';
import { details } from './states/details.ts';
import { sendFiles } from './states/files.ts';
import { linkPages } from './states/link-pages.ts';
import { list } from './states/list.ts';
import { outside } from './states/outside.ts';
import { everyone, rows } from './states/rows.ts';
import { uploads } from './states/uploads.ts';
import { viewer } from './states/viewer.ts';
import { it, screenshot, stage } from './visit.ts';

beforeAll(async () => {
  if (stage) await sendFiles();
});

const desktop = { viewport: { width: 1280, height: 900 } };
const phone = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
/** The looks that every test run takes: together they have both widths, both schemes and both languages. */
const twoLooks: Record<string, BrowserContextOptions> = {
  desktop: { ...desktop, colorScheme: 'light' },
  'phone-dark-german': { ...phone, colorScheme: 'dark', locale: 'de-DE' },
};
const allLooks: Record<string, BrowserContextOptions> = {
  ...twoLooks,
  'desktop-dark': { ...desktop, colorScheme: 'dark' },
  phone: { ...phone, colorScheme: 'light' },
};
// npm names the script that it runs.
const looks = process.env.npm_lifecycle_event === 'screenshots' ? allLooks : twoLooks;
const walks = { outside, rows, list, everyone, viewer, details, uploads, linkPages };

/** What axe finds on the page, one line for each kind. */
async function findingsOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      // The browser's own viewers are not part of the page.
      iframes: false,
    });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    );
  });
}

const eachWalk = Object.keys(looks).flatMap((look) =>
  Object.entries(walks).map(([name, walk]) => [look, name, walk] as const),
);

it.for(eachWalk)(
  '%s, %s: axe finds nothing in any state, and nothing is cut, too small to be touched or beyond the screen',
  async ([look, , { states, lead }], { visit }) => {
    const page = await visit({ ...looks[look], reducedMotion: 'reduce' });
    const shown: string[] = [];
    const findings: string[] = [];
    await lead(page, async (state) => {
      shown.push(state);
      await page.screenshot({ path: screenshot(`${look}-${state}`), animations: 'disabled' });
      for (const finding of [...(await findingsOn(page)), ...(await layoutFaults(page))])
        findings.push(`${state}: ${finding}`);
    });
    expect(findings).toEqual([]);
    expect(shown).toEqual(states);
  },
);

test('docs/page-states.md has a result for every state, in their order', () => {
  const text = readFileSync(new URL('../../docs/page-states.md', import.meta.url), 'utf8');
  const listed = [...text.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, state]) => state);
  expect(listed).toEqual(Object.values(walks).flatMap(({ states }) => states));
});
