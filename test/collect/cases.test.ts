// Sites that worked before they were collected and have to work after it, or be named.
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { toLine } from '../../collect/problems.ts';
import { placeWith, unhashed } from './trees.ts';

const cases = join(import.meta.dirname, '../fixtures/cases/collect');

function placeOf(name: string) {
  const place = placeWith({});
  cpSync(join(cases, name), join(place.root, 'site'), { recursive: true });
  return place;
}

it('names a script that builds addresses when it runs, and the setting that it needs', async () => {
  const { notes } = await placeOf('14-collect-runtime-paths').collect();
  expect(notes.map(toLine)).toEqual([
    expect.stringMatching(
      /site\/editor\/editor\.js:2 "document\.currentScript\.src" builds addresses .*list "editor\/\*\*" in static\.sources\[0\]\.keepOriginals/,
    ),
  ]);
});

it('serves what such a script loads under its own name, byte for byte, once its source asks for it', async () => {
  const place = placeOf('14-collect-runtime-paths');
  const sources = [{ directory: 'site', keepOriginals: ['editor/**'] }];
  const { manifest, notes } = await place.collect({ sources });
  expect(notes).toEqual([]);
  const output = place.output();
  for (const name of ['editor/editor.js', 'editor/plugins/lists.js']) {
    const entry = manifest.files[name];
    expect(entry?.original?.path).toBe(name);
    expect(output[name]).toBe(readFileSync(join(place.root, 'site', name), 'utf8'));
    expect(output[entry?.path ?? '']).toBe(output[name]);
  }
  expect(unhashed(output['index.html'] ?? '')).toContain('src="editor/editor.HASH.js"');
});

it('leads url() in capitals to the hashed name', async () => {
  const place = placeOf('15-collect-uppercase-url');
  const collected = await place.collect();
  expect(unhashed(place.served(collected, 'css/a.css')).trim()).toBe(
    '.a{background:URL(../img/a.HASH.png)}',
  );
});
