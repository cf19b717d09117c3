import { hash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeWith, unhashed } from './trees.ts';

const png = Buffer.from('89504e470d0a1a0a', 'hex');

describe('what is collected', () => {
  it('references of a collected file lead to hashed names, spelled as their author wrote them', async () => {
    const place = placeWith({
      'index.html':
        '<link rel="stylesheet" href="css/site.css?v=1#x"><a href="about.html">about</a>',
      'about.html': '<img src="/img/a.png">',
      'css/site.css':
        '@import "./more.css"; a { b: url(../img/../img/a.png) url(font.woff2?#iefix) }',
      'css/more.css':
        'a { b: url(https://example.com/x.png) url(//example.com/x) url(data:x) url(#x) }',
      'css/font.woff2': 'font',
      'img/a.png': png,
    });
    const collected = await place.collect();
    const served = (name: string) => unhashed(place.served(collected, name));
    expect(served('index.html')).toBe(
      '<link rel="stylesheet" href="css/site.HASH.css?v=1#x"><a href="about.html">about</a>',
    );
    expect(served('about.html')).toBe('<img src="/img/a.HASH.png">');
    expect(served('css/site.css')).toBe(
      '@import "./more.HASH.css"; a { b: url(../img/../img/a.HASH.png) url(font.HASH.woff2?#iefix) }',
    );
    expect(served('css/more.css')).toBe(
      'a { b: url(https://example.com/x.png) url(//example.com/x) url(data:x) url(#x) }',
    );
  });

  it('the manifest lists the hash, the size and the type of each served file', async () => {
    const place = placeWith({
      'index.html': '<img src=a.png>',
      'a.png': png,
      'x.css': 'a{b:url(a.png)}',
    });
    const { manifest } = await place.collect();
    expect(Object.keys(manifest.files)).toEqual(['a.png', 'index.html', 'x.css']);
    for (const { path, integrity, bytes } of Object.values(manifest.files)) {
      const content = readFileSync(join(place.outdir, path));
      expect(integrity).toBe(`sha384-${hash('sha384', content, 'base64')}`);
      expect(bytes).toBe(content.length);
    }
    expect(manifest.files['index.html']).toMatchObject({
      path: 'index.html',
      contentType: 'text/html; charset=utf-8',
      immutable: false,
    });
    expect(manifest.files['a.png']).toMatchObject({ contentType: 'image/png', immutable: true });
    const [digits] = /[0-9a-f]{16}/.exec(manifest.files['a.png']?.path ?? '') ?? [];
    expect(hash('sha384', png)).toMatch(new RegExp(`^${digits}`));
    expect(JSON.parse(readFileSync(join(place.outdir, 'manifest.json'), 'utf8'))).toEqual(manifest);
  });

  it('files are collected from any number of directories, each with its own namespace on request', async () => {
    const place = placeWith({
      'index.html': '<img src="blog/a.png"><img src="a.png">',
      'a.png': png,
    }).write({ 'a.png': 'blog', 'x.css': 'a{b:url(a.png) url(/a.png)}' }, 'blog');
    const sources = [{ directory: 'site' }, { directory: 'blog', prefix: 'blog' }];
    const { manifest } = await place.collect({ sources });
    expect(Object.keys(manifest.files)).toEqual([
      'a.png',
      'blog/a.png',
      'blog/x.css',
      'index.html',
    ]);
    const before = place.output();
    expect((await place.collect({ sources: sources.toReversed() })).manifest).toEqual(manifest);
    expect(place.output()).toEqual(before);
  });

  it('may have spaces and letters of any script in its names, in either normal form', async () => {
    const composed = 'bild ü+1.png'.normalize('NFC');
    const place = placeWith({
      [composed.normalize('NFD')]: png,
      'ordner ä/x.html': `<img src="../${composed.normalize('NFD')}"><img src="../bild%20%C3%BC%2B1.png">`,
      'x.css': `a{b:url("${composed}") url(bild\\ ü+1.png)}`,
    });
    const collected = await place.collect();
    expect(Object.keys(collected.manifest.files)).toContain(composed);
    const reference = 'bild%20%C3%BC%2B1.HASH.png';
    expect(unhashed(place.served(collected, 'ordner ä/x.html'))).toBe(
      `<img src="../${reference}"><img src="../${reference}">`,
    );
    expect(unhashed(place.served(collected, 'x.css'))).toBe(
      `a{b:url("${reference}") url(${reference})}`,
    );
  });

  it('a name with a plus is referred to in a form that S3 does not read as a blank', async () => {
    const place = placeWith({
      'c++.html': '<a href="c++.html#x">again</a><a href="./c%2B%2B.html">once more</a>',
      'a+b/x.css': 'a{b:url(../a+b/c.png)}',
      'a+b/c.png': png,
      'page.html': '<iframe srcdoc="<img src=a+b/c.png?d&amp;amp;e>"></iframe>',
    });
    const collected = await place.collect();
    const served = (name: string) => unhashed(place.served(collected, name));
    expect(served('c++.html')).toBe(
      '<a href="c%2B%2B.html#x">again</a><a href="./c%2B%2B.html">once more</a>',
    );
    expect(served('a+b/x.css')).toBe('a{b:url(../a%2Bb/c.HASH.png)}');
    expect(served('page.html')).toBe(
      '<iframe srcdoc="<img src=a%2Bb/c.HASH.png?d&amp;amp;e>"></iframe>',
    );
  });

  it('may be served below a path or by another host', async () => {
    const tree = {
      'x.html': '<img src="/static/a.png"><img src="/a.png"><img src="https://c.example/s/a.png">',
      'a.png': png,
    };
    const below = placeWith(tree);
    expect(unhashed(below.served(await below.collect({ publicPath: '/static/' }), 'x.html'))).toBe(
      '<img src="/static/a.HASH.png"><img src="/a.png"><img src="https://c.example/s/a.png">',
    );
    const away = placeWith(tree);
    const publicPath = 'https://c.example/s/';
    expect(unhashed(away.served(await away.collect({ publicPath }), 'x.html'))).toBe(
      '<img src="/static/a.png"><img src="/a.png"><img src="https://c.example/s/a.HASH.png">',
    );
  });

  it('starts from the base that a document names', async () => {
    const place = placeWith({
      'docs/x.html':
        '<base href="/app/"><img src="a.png"><script type=module>import "./b.js"</script>',
      'docs/y.html': '<base href="https://example.com/"><img src="a.png">',
      'app/a.png': png,
      'app/b.js': '',
    });
    const collected = await place.collect();
    expect(unhashed(place.served(collected, 'docs/x.html'))).toContain('"a.HASH.png"');
    expect(unhashed(place.served(collected, 'docs/x.html'))).toContain('"./b.HASH.js"');
    expect(place.served(collected, 'docs/y.html')).toContain('src="a.png"');
  });

  it('integrity hashes in documents are updated', async () => {
    const place = placeWith({
      'index.html': '<script src="a.js" integrity="sha384-old"></script>',
      'a.js': 'import "./b.js"',
      'b.js': '',
    });
    const collected = await place.collect();
    expect(place.served(collected, 'index.html')).toContain(
      `integrity="${collected.manifest.files['a.js']?.integrity}"`,
    );
  });

  it('every byte of a text that is no UTF-8 is kept, and so is a byte order mark', async () => {
    const latin = Buffer.from('/* caf\xe9 */a{b:url(a.png)}', 'latin1');
    const place = placeWith({ 'a.png': png, 'l.css': latin, 'm.css': '\ufeffa{b:url(a.png)}' });
    const { manifest } = await place.collect();
    const bytes = (name: string) =>
      readFileSync(join(place.outdir, manifest.files[name]?.path ?? ''));
    expect(unhashed(bytes('l.css').toString('latin1'))).toBe('/* caf\xe9 */a{b:url(a.HASH.png)}');
    expect(unhashed(bytes('m.css').toString())).toBe('\ufeffa{b:url(a.HASH.png)}');
  });

  it('hidden files, files left by editors and ignored files are not collected', async () => {
    const place = placeWith({
      '.env': 'SECRET',
      '.git/config': '',
      'a.css~': '',
      'a.psd': '',
      '.well-known/security.txt': 'x',
    });
    const { manifest } = await place.collect({ ignore: ['*.psd'] });
    expect(Object.keys(manifest.files)).toEqual(['.well-known/security.txt']);
  });

  it('names that the settings list, of bundlers and of documents, are not changed', async () => {
    const place = placeWith({
      'index.html': '<script src="assets/a-1b2c3d.js"></script>',
      'part.html': '<a href="part.html">again</a>',
      'assets/a-1b2c3d.js': 'import("./" + x)',
      'raw.js': 'import { {{ name }} }',
    });
    const { manifest } = await place.collect({
      keepNames: ['/index.html'],
      hashed: ['assets/**'],
      verbatim: ['raw.js'],
    });
    const shapes = Object.values(manifest.files).map(({ path, immutable }) => [
      unhashed(path),
      immutable,
    ]);
    expect(shapes).toEqual([
      ['assets/a-1b2c3d.js', true],
      ['index.html', false],
      ['part.HASH.html', true],
      ['raw.HASH.js', true],
    ]);
  });
});

describe('files that refer to one another', () => {
  const circle = {
    'a.css': '@import "b.css"; x { y: url(x.png) }',
    'b.css': '@import "c.css";',
    'c.css': '@import "a.css";',
    'after.css': '@import "b.css";',
    'x.png': png,
  };

  it('share a hash that changes with each of them and with what they need', async () => {
    const place = placeWith(circle);
    const hashOf = async (name: string) => {
      const { manifest } = await place.collect();
      return /[0-9a-f]{16}/.exec(manifest.files[name]?.path ?? '')?.[0];
    };
    const first = await hashOf('a.css');
    expect(await hashOf('b.css')).toBe(first);
    expect(await hashOf('c.css')).toBe(first);
    expect(await hashOf('after.css')).not.toBe(first);
    const hashes = [first];
    for (const change of [{ 'c.css': '@import "a.css"; ' }, { 'x.png': 'other' }]) {
      place.write(change);
      hashes.push(await hashOf('a.css'));
    }
    expect(new Set(hashes).size).toBe(3);
    place.write(circle);
    expect(await hashOf('a.css')).toBe(first);
  });

  it('may be modules, a script and its source map, or a picture that uses itself', async () => {
    const place = placeWith({
      'a.js': 'import "./b.js"\n//# sourceMappingURL=a.js.map',
      'a.js.map': '{"version":3,"file":"a.js","sources":["src/a.ts"],"mappings":""}',
      'b.js': 'import("./a.js")',
      'i.svg': '<svg xmlns="http://www.w3.org/2000/svg"><use href="i.svg#x"/></svg>',
    });
    const collected = await place.collect();
    const { files } = collected.manifest;
    expect(place.served(collected, 'a.js')).toBe(
      `import "./${files['b.js']?.path}"\n//# sourceMappingURL=${files['a.js.map']?.path}`,
    );
    expect(JSON.parse(place.served(collected, 'a.js.map'))).toMatchObject({
      file: files['a.js']?.path,
      sources: ['src/a.ts'],
    });
    expect(place.served(collected, 'i.svg')).toContain(`href="${files['i.svg']?.path}#x"`);
  });
});

describe('what cannot be collected', () => {
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

  it('may be allowed, as missing source maps are', async () => {
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
      expect.stringContaining("would be written over by collect's own manifest.json"),
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

  it('renames what changed and whatever leads to it, and deletes the old', async () => {
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

  it('brings back what was lost or cut short in the output', async () => {
    const place = placeWith(tree);
    const { manifest } = await place.collect();
    const before = place.output();
    rmSync(join(place.outdir, manifest.files['a.png']?.path ?? ''));
    appendFileSync(join(place.outdir, manifest.files['b.js']?.path ?? ''), 'x');
    await place.collect();
    expect(place.output()).toEqual(before);
  });
});
