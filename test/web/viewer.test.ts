// @vitest-environment happy-dom
// Tests that the viewer shows one file at a time, however late the address of an earlier one arrives.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { eventually } from '../eventually.ts';
import { noPermissions } from '../file-permissions.ts';
import { fileRecord } from './file-record.ts';

const permissions = { ...noPermissions, download: true };
const files = ['a', 'b'].map((id) => fileRecord({ id, filename: `${id}.png`, permissions }));
const addresses = new Map<string, PromiseWithResolvers<string>[]>();

beforeEach(() => {
  vi.resetModules();
  addresses.clear();
  const page = readFileSync(join(import.meta.dirname, '../../web/viewer.html'), 'utf8');
  document.body.innerHTML = page.replaceAll(/\{\{\w+\}\}/g, 'text');
  HTMLImageElement.prototype.decode ??= async () => {};
});

/** Opens the first file. */
async function open(): Promise<void> {
  const { openViewer } = await import('../../web/viewer.ts');
  const [first, second] = files;
  if (!first || !second) expect.fail('There are no files.');
  openViewer(first, {
    urls: {
      get({ id }) {
        const asked = Promise.withResolvers<string>();
        addresses.set(id, [...(addresses.get(id) ?? []), asked]);
        return asked.promise;
      },
      getPresent: () => expect.fail('A picture is no page.'),
      forget() {},
    },
    neighbours: ({ id }) => (id === 'a' ? { after: second } : { before: first }),
    loadAfter: async () => {},
    onDownload() {},
    onDetails() {},
    onClosed() {},
  });
}

/** Moves by a key to the file of this name. */
async function move(key: 'ArrowLeft' | 'ArrowRight', filename: string): Promise<void> {
  document.querySelector('dialog')?.dispatchEvent(new KeyboardEvent('keydown', { key }));
  await eventually(() => expect(document.querySelector('h2')?.textContent).toBe(filename));
}

const arrive = async (id: string) => {
  for (const { resolve } of addresses.get(id) ?? []) resolve(`https://s3.example/${id}`);
  await eventually(() => expect(document.querySelector('.wait')).toBeNull());
};
const shown = () =>
  [...document.querySelectorAll<HTMLImageElement>('.stage img')].map(({ src }) => src);

it('a file that is left and opened again before its address arrives is shown once', async () => {
  await open();
  await move('ArrowRight', 'b.png');
  await move('ArrowLeft', 'a.png');
  await arrive('a');
  expect(shown()).toEqual(['https://s3.example/a']);
});

it('the late address of a file that was left does not replace the file that is shown', async () => {
  await open();
  await move('ArrowRight', 'b.png');
  await arrive('b');
  for (const { resolve } of addresses.get('a') ?? []) resolve('https://s3.example/a');
  await new Promise((resolve) => setTimeout(resolve));
  expect(shown()).toEqual(['https://s3.example/b']);
});

it('a picture that the browser cannot show by a second link either is replaced by a sentence, and a later one is not', async () => {
  await open();
  await arrive('a');
  const [old] = document.querySelectorAll('.stage img');
  await move('ArrowRight', 'b.png');
  await arrive('b');
  old?.dispatchEvent(new Event('error'));
  expect(shown()).toEqual(['https://s3.example/b']);
  const picture = document.querySelector('.stage img');
  const asked = addresses.get('b')?.length ?? 0;
  picture?.dispatchEvent(new Event('error'));
  expect(addresses.get('b')).toHaveLength(asked + 1);
  expect(shown()).toEqual(['https://s3.example/b']);
  picture?.dispatchEvent(new Event('error'));
  expect(document.querySelector('.stage')?.textContent).toContain('cannot show this file');
});
