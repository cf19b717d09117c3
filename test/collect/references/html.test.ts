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
  ])('refers by %s', (_, text, urls) => {
    expect(read(text)).toEqual(assets(...urls));
  });

  it('follows, but does not need, what people follow', () => {
    expect(read('<a href=a.html>a</a><link rel=canonical href=b><iframe src=c></iframe>')).toEqual([
      'link a.html',
      'link b',
      'link c',
    ]);
  });

  it('undoes entities, and knows where everything stands all the same', () => {
    const text =
      '<a title="&amp;" href="a.html?b=1&amp;c=2"><p style="&#x61;:&quot;&quot; url(&quot;b.png&quot;)">\r\n<img srcset="a&amp;b.png 1x,&#10;\r\nc.png 2x">';
    expect(read(text)).toEqual([
      'link a.html?b=1&c=2 written a.html?b=1&amp;c=2',
      'asset b.png',
      'asset a&b.png written a&amp;b.png',
      'asset c.png',
    ]);
  });

  it('has an import map with paths, scopes and hashes', () => {
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

  it('says what its addresses start from', () => {
    expect(readHtml('<base href="/app/"><base href="/no/"><img src=a>').base).toBe('/app/');
  });

  it('may be nested deeper than a program can call', () => {
    expect(read(`${'<div>'.repeat(20_000)}<img src=a.png>`).length).toBe(1);
  });
});

describe('a picture', () => {
  it('refers by what it uses, its styles and its instructions', () => {
    const text = `<?xml version="1.0"?><?xml-stylesheet type="text/css" href="a.css"?>
      <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
      <style><![CDATA[ a > b { fill: url(b.svg#c) } ]]></style>
      <use xlink:href="d.svg#e"/><image href="f.png"/><a href="g.html"><rect mask="url(#h)"/></a></svg>`;
    expect(read(text)).toEqual([...assets('a.css', 'b.svg#c', 'd.svg#e', 'f.png'), 'link g.html']);
  });
});
