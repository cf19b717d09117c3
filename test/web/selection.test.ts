// @vitest-environment happy-dom
// Tests the selection of rows: by clicks, by Shift for a range, and by the box for all.
import { beforeEach, expect, it, vi } from 'vitest';
import type { File as FileRecord } from '../../lambdas/http/contract.ts';
import { fileOf } from '../../web/file-row.ts';
import { startSelection } from '../../web/selection.ts';
import { noPermissions } from '../file-permissions.ts';
import { fileRecord } from './file-record.ts';

vi.mock('../../web/file-row.ts', () => ({ fileOf: vi.fn() }));

const permissions = { ...noPermissions, download: true, delete: true };
const files = ['a', 'b', 'c', 'd'].map((id) => fileRecord({ id, permissions }));
const onDownload = vi.fn((_files: readonly FileRecord[]) => {});
const onDelete = vi.fn((_files: readonly FileRecord[]) => {});
let boxes: HTMLInputElement[];
let update: () => void;

beforeEach(() => {
  vi.clearAllMocks();
  document.body.innerHTML = `
    <div id="selection"><input type="checkbox" id="select-all" /><label id="select-all-label"></label>
      <button data-testid="download-selected"></button><button data-testid="delete-selected"></button></div>
    <ul id="rows">${files.map(({ id }) => `<li id="${id}"><label class="pick"><input type="checkbox" /></label></li>`).join('')}</ul>`;
  vi.mocked(fileOf).mockImplementation((row) => files.find(({ id }) => id === row.id));
  boxes = [...document.querySelectorAll<HTMLInputElement>('.pick input')];
  ({ update } = startSelection({ onDownload, onDelete }));
  update();
});

const checked = () => boxes.map((box) => (box.checked ? 'x' : '-')).join('');
const element = <Kind extends HTMLElement>(selector: string) =>
  document.querySelector<Kind>(selector) as Kind;
const click = (index: number, shiftKey = false) =>
  boxes[index]?.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey }));
const press = (hook: string) => element(`[data-testid="${hook}"]`).click();
const sent = (act: typeof onDelete) =>
  act.mock.calls.map(([all]) => all.map(({ id }) => id).join(''));

it('Shift selects every row between the last click and this one, in either direction', () => {
  click(2);
  click(0, true);
  expect(checked()).toBe('xxx-');
  click(3, true);
  expect(checked()).toBe('xxxx');
});

it('Shift also deselects a range', () => {
  element('#select-all').click();
  click(1);
  click(2, true);
  expect(checked()).toBe('x--x');
  click(1, true);
  click(3);
  click(3);
  click(1, true);
  expect(checked()).toBe('x---');
});

it('a range whose first row is gone selects only the row that was clicked', () => {
  click(0);
  boxes.shift()?.closest('li')?.remove();
  click(1, true);
  expect(checked()).toBe('-x-');
});

it('the box for all is checked, partly checked or empty like the rows', () => {
  const all = element<HTMLInputElement>('#select-all');
  click(0);
  expect([all.checked, all.indeterminate]).toEqual([false, true]);
  element('#select-all').click();
  expect(checked()).toBe('xxxx');
  expect([all.checked, all.indeterminate]).toEqual([true, false]);
});

it('each button acts on the selected files whose permissions allow it, and is hidden without any', () => {
  const [first] = files;
  vi.mocked(fileOf).mockImplementation((row) =>
    row.id === 'a' && first
      ? { ...first, permissions: { ...permissions, delete: false } }
      : files.find(({ id }) => id === row.id),
  );
  click(0);
  expect(element('[data-testid="delete-selected"]').hidden).toBe(true);
  click(1);
  expect(element('[data-testid="delete-selected"]').hidden).toBe(false);
  press('download-selected');
  expect(sent(onDownload)).toEqual(['ab']);
  expect(checked()).toBe('xx--');
  press('delete-selected');
  expect(sent(onDelete)).toEqual(['b']);
  expect(checked()).toBe('----');
  click(3, true);
  expect(checked()).toBe('---x');
});

it('the bar is hidden when the list is empty', () => {
  expect(element('#selection').hidden).toBe(false);
  for (const box of boxes) box.closest('li')?.remove();
  update();
  expect(element('#selection').hidden).toBe(true);
});
