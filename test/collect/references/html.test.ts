import { describe, expect, it } from 'vitest';
import { readHtml } from '../../../collect/references/html.ts';
import { found } from './found.ts';

const read = (text: string) => found(text, readHtml(text).references);
const assets = (...urls: string[]) => urls.map((url) => `asset ${url}`);

describe('a document', () => {
  it.each([
    [
      'elements with src',
      '<img src=a.png><script src="b.js"></script><video src=\'c.mp4\' poster=d.jpg><source src=e.webm><track src=f.vtt></video>',
      ['a.png', 'b.js', 'c.mp4', 'd.jpg', 'e.webm', 'f.vtt'],
    ],
    [
      'links that are loaded',
      '<link rel=stylesheet href=a.css><link rel="shortcut icon" href=b.ico><link rel=manifest href=c.webmanifest><link rel=modulepreload href=d.js>',
      ['a.css', 'b.ico', 'c.webmanifest', 'd.js'],
    ],
    [
      'pictures by width and density',
      '<img srcset="a.png 1x, b,c.png 2x,d.png"><source srcset="e.png"><link rel=preload as=image imagesrcset="f.png 100w,\n g.png 200w">',
      ['a.png', 'b,c.png', 'd.png', 'e.png', 'f.png', 'g.png'],
    ],
    [
      'style attributes and elements',
      '<p style="background:url(a.png)"><style>p{background:url("b.png")}</style>',
      ['a.png', 'b.png'],
    ],
    [
      'pictures for sharing',
      '<meta property="og:image" content="a.png"><meta name="twitter:image" content="b.png"><meta name="description" content="no.png">',
      ['a.png', 'b.png'],
    ],
    [
      'scripts in it',
      '<script type=module>import "./a.js"</script><script>import("./b.js")</script><script type="text/template">import "./no.js"</script>',
      ['./a.js', './b.js'],
    ],
    [
      'pictures in it',
      '<svg><use href="a.svg#x"/><image xlink:href="b.png"/><path fill="url(c.svg#y)"/></svg>',
      ['a.svg#x', 'b.png', 'c.svg#y'],
    ],
    [
      'what is in templates and for browsers without scripts',
      '<template><img src=a.png></template><noscript><img src=b.png></noscript>',
      ['a.png', 'b.png'],
    ],
  ])('a document refers to a file by %s', (_, text, urls) => {
    expect(read(text)).toEqual(assets(...urls));
  });

  it('knows names of elements, attributes and types in any case', () => {
    expect(
      read(
        '<IMG SRC=a.png><LINK REL=StyleSheet HREF=b.css><SCRIPT TYPE=" Text/JavaScript ">import("./c.js")</SCRIPT><P STYLE="B:URL(d.png)">',
      ),
    ).toEqual(assets('a.png', 'b.css', './c.js', 'd.png'));
  });

  it.each([
    ['backgrounds of tables', '<table background=a><tr background=a><th background=a>', 3, 'asset'],
    ['frames', '<iframe src=a></iframe><portal src=a></portal>', 2, 'link'],
    [
      'pictures of old browsers',
      '<img lowsrc=a dynsrc=a longdesc=a><menuitem icon=a></menuitem>',
      4,
      'link',
    ],
    ['quotations', '<q cite=a></q><ins cite=a></ins>', 2, 'link'],
    ['what a form is sent to', '<form action=a><button formaction=a></button></form>', 2, 'link'],
    ['an application cache', '<html manifest=a>', 1, 'link'],
    ['the parameters of plug-ins', '<object data=a><param name=movie value=a></object>', 2, ''],
    [
      'attributes that scripts read',
      '<img data-src=a data-srcset="a 1x, a 2x" data-bg="url(a)"><div data-lazy-background=a>',
      5,
      'link',
    ],
    [
      'a page that follows by itself',
      `<meta http-equiv=Refresh content="5; URL='a'"><meta http-equiv=refresh content="0;a">`,
      2,
      'link',
    ],
    [
      'structured data',
      '<script type="application/ld+json">{"name":"no","image":["a"],"logo":{"url":"a"}}</script>',
      2,
      'link',
    ],
    [
      'animated addresses',
      '<svg><image href=a><animate attributeName="xlink:href" values="a;a" /><set attributeName="href" to="a"/></image></svg>',
      4,
      '',
    ],
    ['what scripts import in workers', '<script>importScripts("a", \'a\')</script>', 2, 'link'],
  ])('a picture refers to a file by %s', (_, text, count, use) => {
    const uses = readHtml(text).references.map((each) => `${use && each.use} ${each.url}`);
    expect(uses).toEqual(Array.from({ length: count }, () => `${use} a`));
  });

  it('attributes of a document whose text is shown or compared are no references', () => {
    expect(read('<a data-name=a.png data-file-title=b.png download=c.png>')).toEqual([]);
  });

  it('documents in srcdoc have the same base address as the document around them', () => {
    const text = `<iframe srcdoc="<img src='a.png?b&amp;amp;c'><style>p{b:url(&quot;d.png&quot;)}</style><p style=&quot;b:url(e.png)&quot;>"></iframe><iframe srcdoc='<base href="/x/"><img src=f.png>'></iframe>`;
    expect(read(text)).toEqual([
      'asset a.png?b&c written a.png?b&amp;amp;c',
      ...assets('d.png', 'e.png', 'f.png'),
    ]);
    const { references } = readHtml(text);
    expect(references.map(({ attributes, base }) => [attributes, base])).toEqual([
      [2, undefined],
      [1, undefined],
      [2, undefined],
      [2, '/x/'],
    ]);
  });

  it('names the script in it that builds addresses when it runs', () => {
    const text = '<p>\n<script>a()</script><script>b(document.baseURI)</script>';
    expect(readHtml(text).runTimePath).toEqual({
      sign: 'document.baseURI',
      start: text.indexOf('document'),
    });
    expect(readHtml('<script data-main=js/app src=require.js></script>').runTimePath?.sign).toBe(
      'data-main',
    );
  });

  it('follows, but does not need, what people follow', () => {
    expect(read('<a href=a.html>a</a><link rel=canonical href=b><iframe src=c></iframe>')).toEqual([
      'link a.html',
      'link b',
      'link c',
    ]);
  });

  it('HTML entities are decoded, and the position of every reference stays known', () => {
    const text =
      '<a title="&amp;" href="a.html?b=1&amp;c=2"><p style="&#x61;:&quot;&quot; url(&quot;b.png&quot;)">\r\n<img srcset="a&amp;b.png 1x,&#10;\r\nc.png 2x">';
    expect(read(text)).toEqual([
      'link a.html?b=1&c=2 written a.html?b=1&amp;c=2',
      'asset b.png',
      'asset a&b.png written a&amp;b.png',
      'asset c.png',
    ]);
  });

  it('the import map of a document has paths, scopes and hashes', () => {
    const map =
      '{"imports":{"a":"./a.js","./b.js":"./c.js","d/":"./d/"},"scopes":{"./e/":{"a":"./f.js"}},"integrity":{"./a.js":"sha384-x"}}';
    const text = `<script type="importmap">${map}</script>`;
    expect(read(text)).toEqual([
      ...assets('./a.js'),
      'link ./b.js',
      ...assets('./c.js', './d/', './f.js', './a.js'),
      'integrity ./a.js written sha384-x',
    ]);
  });

  it('names the file that a hash is for', () => {
    expect(read('<script src=a.js integrity="sha384-x y"></script>')).toEqual([
      'asset a.js',
      'integrity a.js written sha384-x y',
    ]);
  });

  it('the base element of a document sets where its addresses start', () => {
    expect(readHtml('<base href="/app/"><base href="/no/"><img src=a>').base).toBe('/app/');
  });

  it('a document may be nested deeper than calls can be deep', () => {
    expect(read(`${'<div>'.repeat(20_000)}<img src=a.png>`).length).toBe(1);
  });
});

describe('a picture', () => {
  it('an SVG refers to files by elements, styles and processing instructions', () => {
    const text = `<?xml version="1.0"?><?xml-stylesheet type="text/css" href="a.css"?>
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
      <style><![CDATA[ a > b { fill: url(b.svg#c) } ]]></style>
      <use xlink:href="d.svg#e"/><image href="f.png"/><a href="g.html"><rect mask="url(#h)"/></a></svg>`;
    expect(read(text)).toEqual([...assets('a.css', 'b.svg#c', 'd.svg#e', 'f.png'), 'link g.html']);
  });
});
