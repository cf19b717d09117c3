// Copies under their own names beside the hashed ones, for scripts that build addresses when they run.
import { rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFront } from '../../lib/list-front.ts';
import { placeWith, unhashed } from './trees.ts';

const png = Buffer.from('89504e470d0a1a0a', 'hex');
const keeping = (...keepOriginals: string[]) => ({
  sources: [{ directory: 'site', keepOriginals }],
});

const tree = {
  'index.html': '<script src="editor/a.js"></script>',
  'editor/a.js': 'import "./b.js"; new URL("../logo.png", import.meta.url)',
  'editor/b.js': 'start()',
  'editor/skin.css': 'a{b:url(icon.png) url(../logo.png)}',
  'editor/icon.png': png,
  'logo.png': png,
};

describe('an original', () => {
  it('refers to other originals as its author wrote, and to anything else by its hashed name', async () => {
    const place = placeWith(tree);
    await place.collect(keeping('editor/**'));
    const output = place.output();
    expect(unhashed(output['editor/a.js'] ?? '')).toBe(
      'import "./b.js"; new URL("../logo.HASH.png", import.meta.url)',
    );
    expect(unhashed(output['editor/skin.css'] ?? '')).toBe(
      'a{b:url(icon.png) url(../logo.HASH.png)}',
    );
    expect(Object.keys(output)).not.toContain('logo.png');
  });

  it('keeping an original does not change the hashed copy', async () => {
    const place = placeWith(tree);
    const { manifest } = await place.collect();
    const before = place.output();
    const kept = (await place.collect(keeping('editor/**'))).manifest;
    expect(place.output()).toMatchObject({ ...before, 'manifest.json': expect.any(String) });
    expect(kept.files['editor/a.js']?.path).toBe(manifest.files['editor/a.js']?.path);
  });

  it('an original follows its references, is not rewritten without need, and is deleted when no source asks for it', async () => {
    const place = placeWith(tree);
    await place.collect(keeping('editor/**'));
    const first = place.output();
    utimesSync(join(place.outdir, 'editor/a.js'), 1, 1);
    expect((await place.collect(keeping('editor/**'))).deletedFiles).toBe(0);
    expect(place.output()).toEqual(first);
    rmSync(join(place.outdir, 'editor/icon.png'));
    place.write({ 'logo.png': 'other' });
    await place.collect(keeping('editor/**'));
    expect(place.output()['editor/a.js']).not.toBe(first['editor/a.js']);
    expect(Object.keys(place.output())).toContain('editor/icon.png');
    await place.collect();
    expect(Object.keys(place.output())).not.toContain('editor/a.js');
  });

  it('the document of an original has the hash of the file that is served beside it', async () => {
    const place = placeWith({
      'editor/frame.html': '<script src="a.js" integrity="sha384-old"></script>',
      'editor/a.js': 'new URL("../logo.png", import.meta.url)',
      'logo.png': png,
    });
    const { manifest } = await place.collect({ ...keeping('editor/**'), keepNames: [] });
    expect(place.output()['editor/frame.html']).toBe(
      `<script src="a.js" integrity="${manifest.files['editor/a.js']?.original?.integrity}"></script>`,
    );
  });

  it('patterns of originals start from the directory of the source, not from that of the site', async () => {
    const place = placeWith({}).write({ 'x/a.js': '', 'y/a.js': '' }, 'other');
    const sources = [{ directory: 'other', prefix: 'vendor', keepOriginals: ['/x/**'] }];
    const { manifest } = await place.collect({ sources });
    expect(manifest.files['vendor/x/a.js']?.original?.path).toBe('vendor/x/a.js');
    expect(manifest.files['vendor/y/a.js']).not.toHaveProperty('original');
  });

  it('an original is deployed like a document, which browsers revalidate', async () => {
    const place = placeWith(tree);
    await place.collect(keeping('editor/**'));
    const front = { name: 'site', directory: place.outdir, prefix: '', immutable: [] };
    const files = listFront(front);
    expect(files.find(({ path }) => path === 'editor/a.js')).toMatchObject({ isAsset: false });
  });

  it('an original makes an import valid that a script builds from its directory', async () => {
    const place = placeWith({ 'a.js': 'import("./words/" + x)', 'words/de.js': '' });
    expect(await place.problems()).toEqual([expect.stringContaining('keepOriginals')]);
    expect(await place.problems(keeping('words/**'))).toEqual([]);
  });

  it('an original does not replace the manifest', async () => {
    const place = placeWith({ 'manifest.json': '{}' });
    expect(await place.problems(keeping('*.json'))).toEqual([
      expect.stringContaining("would be overwritten by collect's manifest.json"),
    ]);
  });
});

describe('a script that builds addresses when it runs', () => {
  it.each([
    ['an original', keeping('*.js')],
    ['checked', { checkedScripts: ['a.js'] }],
    ['kept by its name', { keepNames: ['a.js'] }],
    ['output of a bundler', { hashed: ['a.js'] }],
    ['not read', { verbatim: ['a.js'] }],
  ])(
    'a script that builds addresses at run time is not reported when it is %s',
    async (_, settings) => {
      const place = placeWith({ 'a.js': 'load(document.currentScript.src)' });
      expect((await place.collect()).notes).toHaveLength(1);
      expect((await place.collect(settings)).notes).toEqual([]);
    },
  );

  it('a script that builds addresses at run time is reported again by a run that reads no file', async () => {
    const place = placeWith({ 'a.js': '\nload(document.currentScript.src)' });
    const { notes } = await place.collect();
    expect(notes).toMatchObject([{ line: 2 }]);
    expect((await place.collect()).notes).toEqual(notes);
  });

  it('a document that builds addresses at run time is reported until a source keeps originals', async () => {
    const html = '<p>\n<script>require.config({ paths: { vs: "vs" } })</script>';
    const place = placeWith({ 'index.html': html, 'vs/loader.js': '' });
    expect((await place.collect()).notes).toMatchObject([
      { line: 2, reference: 'require.config()' },
    ]);
    expect((await place.collect(keeping('vs/**'))).notes).toEqual([]);
  });
});
