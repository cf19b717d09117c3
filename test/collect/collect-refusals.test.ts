// The refusals of collect, with their messages, and the effect of a second run.
import { appendFileSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeWith } from './trees.ts';

const png = Buffer.from('89504e470d0a1a0a', 'hex');

describe('references and files that cannot be collected', () => {
  it('reports all missing references at once, with file, line and reference', async () => {
    const place = placeWith({
      'index.html': '<p>\n<img src="no.png">\n<script src="../up.js"></script>',
      'a.css': 'a{}\n\nb{c:url("img/no.png?x")}',
      'b.css': 'a{b:url(x)',
      'c.js': 'import { from\nb',
      'd.js': 'import("./words/" + language)',
      'e.css': Buffer.from('\ufeffa{b:url(x)}', 'utf16le'),
    });
    expect(await place.problems()).toEqual([
      expect.stringMatching(/^site\/b\.css:1 cannot be read: Unclosed block; .*static\.verbatim/),
      expect.stringMatching(/^site\/c\.js:2 cannot be read: /),
      'site/e.css is UTF-16; save it as UTF-8',
      'site/a.css:3 "img/no.png?x" leads to img/no.png, which was not collected',
      expect.stringMatching(/^site\/d\.js:1 "\.\/words\/\*" is put together when the script runs/),
      'site/index.html:2 "no.png" leads to no.png, which was not collected',
      'site/index.html:3 "../up.js" leads out of what is collected',
    ]);
  });

  it('missing references may be allowed, as missing source maps are', async () => {
    const place = placeWith({
      'a.css': 'a{b:url(later/x.png)}\n/*# sourceMappingURL=a.css.map */',
      'b.js': 'import("./words/" + language)',
    });
    expect(await place.problems({ allowMissing: ['later/**', 'words/*', '*.map'] })).toEqual([]);
    expect(await place.problems({ allowMissing: ['later/**', 'words/*'] })).toEqual([
      'site/a.css:2 "a.css.map" leads to a.css.map, which was not collected',
    ]);
  });

  it('two files of one name are an error that names both', async () => {
    const sources = [{ directory: 'site' }, { directory: 'other', prefix: 'css' }];
    const place = placeWith({ 'css/a.css': 'a{}' }).write({ 'a.css': 'b{}' }, 'other');
    expect(await place.problems({ sources })).toEqual([
      'other/a.css would be css/a.css, and so would site/css/a.css',
    ]);
    const forms = placeWith({ ['ü'.normalize('NFC')]: '1', ['ü'.normalize('NFD')]: '2' });
    expect(await forms.problems()).toHaveLength(1);
  });

  it('reports a directory that is missing, contains the output, or has files of another program', async () => {
    const place = placeWith({ 'a.css': '' });
    expect(await place.problems({ sources: [{ directory: 'no' }, { directory: '.' }] })).toEqual([
      'no is no directory; correct static.sources[0].directory',
      expect.stringContaining('. holds what is collected itself'),
    ]);
    place.write({ 'mine.txt': 'precious' }, 'out');
    expect(await place.problems()).toEqual([expect.stringContaining('was not filled by collect')]);
    expect(place.output()).toEqual({ 'mine.txt': 'precious' });
  });

  it('a symbolic link to nothing or in a circle is an error', async () => {
    const place = placeWith({ 'a.css': '' });
    mkdirSync(join(place.root, 'site/below'));
    symlinkSync(join(place.root, 'site'), join(place.root, 'site/below/loop'));
    symlinkSync('nowhere', join(place.root, 'site/nothing'));
    expect(await place.problems()).toEqual([
      expect.stringContaining('is a symbolic link to'),
      'site/nothing is no file, or a symbolic link to nothing',
    ]);
  });

  it('a hash of a file that refers back to the document with the hash is an error', async () => {
    const place = placeWith({
      'a.html': '<script src="b.js" integrity="sha384-old"></script>',
      'b.js': 'new URL("./a.html", import.meta.url)',
    });
    expect(await place.problems({ keepNames: [] })).toEqual([
      'site/a.html asks for the hash of b.js, which refers back to it; remove the integrity',
    ]);
    expect(await place.problems()).toEqual([]);
  });

  it('a file that would replace the manifest is an error', async () => {
    const place = placeWith({ 'manifest.json': '{}' });
    expect(await place.problems()).toEqual([]);
    expect(await place.problems({ keepNames: ['*.json'] })).toEqual([
      expect.stringContaining("would be overwritten by collect's manifest.json"),
    ]);
  });

  it('a file that changes while it is read is an error', async () => {
    const place = placeWith({ 'large.bin': Buffer.alloc(10_000_000) });
    let isDone = false;
    const write = () => {
      if (isDone) return;
      appendFileSync(join(place.root, 'site/large.bin'), ' ');
      setImmediate(write);
    };
    write();
    const problems = await place.problems();
    isDone = true;
    expect(problems).toEqual([
      'site/large.bin was changed while it was collected; run again when nothing writes to it',
    ]);
    expect(Object.keys(place.output())).toEqual([]);
  });
});

describe('a second run', () => {
  const tree = {
    'index.html': '<img src="a.png"><script src=b.js></script>',
    'a.png': png,
    'b.js': 'import "./c.js"',
    'c.js': '',
  };

  it('a second run over the same files writes the same bytes and reads none of the files', async () => {
    const place = placeWith(tree);
    const { manifest } = await place.collect();
    const before = place.output();
    for (const { path } of Object.values(manifest.files)) {
      utimesSync(join(place.outdir, path), 1, 1);
    }
    expect((await place.collect()).deletedFiles).toBe(0);
    expect(place.output()).toEqual(before);
    const fresh = placeWith(tree);
    await fresh.collect();
    expect(fresh.output()).toEqual(before);
  });

  it('sees a change of the same length within the same tick', async () => {
    const place = placeWith(tree);
    const startedAt = Date.now();
    await place.collect({}, startedAt);
    writeFileSync(join(place.root, 'site/c.js'), ' ');
    await place.collect({}, startedAt);
    writeFileSync(join(place.root, 'site/c.js'), ';');
    const collected = await place.collect({}, startedAt);
    expect(place.served(collected, 'c.js')).toBe(';');
  });

  it('collecting renames changed files and all files that refer to them, and deletes the old ones', async () => {
    const place = placeWith(tree);
    const before = (await place.collect()).manifest.files;
    place.write({ 'c.js': 'changed()' });
    rmSync(join(place.root, 'site/a.png'));
    place.write({ 'index.html': '<script src=b.js></script>' });
    const collected = await place.collect();
    const after = collected.manifest.files;
    expect(after['b.js']?.path).not.toBe(before['b.js']?.path);
    expect(place.served(collected, 'index.html')).toContain(after['b.js']?.path);
    expect(collected.deletedFiles).toBe(3);
    expect(Object.keys(place.output()).sort()).toEqual(
      ['manifest.json', ...Object.values(after).map(({ path }) => path)].sort(),
    );
  });

  it('finds a reference broken whose file is gone, though the text has not changed', async () => {
    const place = placeWith(tree);
    await place.collect();
    const before = place.output();
    rmSync(join(place.root, 'site/a.png'));
    expect(await place.problems()).toEqual([
      'site/index.html:1 "a.png" leads to a.png, which was not collected',
    ]);
    expect(place.output()).toEqual(before);
  });

  it('collecting restores files that are missing or incomplete in the output', async () => {
    const place = placeWith(tree);
    const { manifest } = await place.collect();
    const before = place.output();
    rmSync(join(place.outdir, manifest.files['a.png']?.path ?? ''));
    appendFileSync(join(place.outdir, manifest.files['b.js']?.path ?? ''), 'x');
    await place.collect();
    expect(place.output()).toEqual(before);
  });
});
