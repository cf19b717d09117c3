// Keeps the table of the layout in CONTRIBUTING.md true.
import { expect, it } from 'vitest';
import { measureProject, shownLayout } from './layout-table.ts';

const measured = measureProject();
const shown = shownLayout();

/** A figure may have changed by so much since `npm run layout` wrote the table: a folder's lines by a tenth, a file's by ten. */
const allowedChange = (name: string, lines: number): number =>
  name.startsWith('lines in') ? Math.max(200, lines / 10) : 10;

it('the table of the layout has a row for every figure and every folder', () => {
  expect([...shown.keys()]).toEqual([...measured.keys()]);
});

it('no files import each other in a circle, and no import points outwards', () => {
  for (const layout of [measured, shown]) {
    expect(layout.get('import cycles')).toBe(0);
    expect(layout.get('imports against the direction')).toBe(0);
  }
});

it.each([...measured].filter(([name]) => name.startsWith('lines')))(
  'the table of the layout shows %s about as they are; `npm run layout` writes it',
  (name, lines) => {
    expect(Math.abs((shown.get(name) ?? 0) - lines)).toBeLessThanOrEqual(
      allowedChange(name, lines),
    );
  },
);
