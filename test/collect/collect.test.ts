import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeWith, unhashed } from './trees.ts';

const png = Buffer.from('89504e470d0a1a0a', 'hex');

describe('files that are collected', () => {
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

  it('names of collected files may have spaces and letters of any script, in either normal form', async () => {
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

  it('the collected files may be served below a path or by another host', async () => {
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

  it('files in a circle of references share a hash that changes with each of them and with the files that they need', async () => {
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

  it('modules, a script and its source map, or a picture that uses itself may refer to one another', async () => {
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
