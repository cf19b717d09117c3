import { describe, expect, it } from 'vitest';
import { readCss } from '../../../collect/references/css.ts';
import { found } from './found.ts';

const read = (text: string) => found(text, readCss(text));

describe('a style sheet', () => {
  it.each([
    ['url() in quotes of either kind or none', `a{b:url("1.png") url('2.png') url(3.png)}`, 3],
    ['url() with spaces and in capitals', 'a{b:URL(  1.png  )}', 1],
    [
      'a font with a query and a fragment',
      `@font-face{src:url('1.eot?#iefix')format("x"),url(2.woff2)}`,
      2,
    ],
    [
      'imports as text, as url() and with conditions',
      '@import "1.css";@import url(2.css) print;@import "3.css" layer(x) supports(display:grid);',
      3,
    ],
    [
      'image-set of texts and of url()',
      `a{b:image-set("1.png" 1x, url(2.png) 2x);c:-webkit-image-set(url("3.png") 1x)}`,
      3,
    ],
    ['rules within rules', '@media print{@supports (a:b){a{&:hover{b:url(1.png)}}}}', 1],
    ['custom properties', ':root{--icon:url(1.png)}', 1],
    ['hacks of old browsers', 'a{*b:url(1.png);_c:url(2.png)}', 2],
    ['values with comments in them', 'a{b:/* x */ red url(1.png) /* url(no.png) */ !important}', 1],
    [
      'url() in capitals with folders, and with escapes in its name',
      String.raw`a{b:URL(1.d/../x.png);c:u\72 l(2.png);d:\75\52l("3.png");e:Url( '4.png' )}`,
      4,
    ],
    ['src()', 'a{b:src("1.png");c:SRC( "2.png" )}', 2],
    [
      'image() and nested functions',
      'a{b:image("1.png", red);c:cross-fade(url(2.png), url("3.png"))}',
      3,
    ],
    [
      'imports in capitals and with escapes',
      String.raw`@IMPORT "1.css";@\69mport URL(2.css);@import url("3.css")screen;@import/**/'4.css'`,
      4,
    ],
    [
      'image-set in capitals with types',
      'a{b:IMAGE-SET("1.avif" type("image/avif") 1x, Url(2.png) type("image/png") 2x)}',
      2,
    ],
    ['url() that lacks its end', 'a{b:c}@import url(1.css', 1],
    ['its source map', 'a{b:c}\n/*# sourceMappingURL=1.css.map */\n', 1],
  ])('a style sheet refers to a file by %s', (_, text, count) => {
    const references = readCss(text);
    expect(references.map(({ url }) => Number.parseInt(url, 10))).toEqual(
      Array.from({ length: count }, (__, index) => index + 1),
    );
    expect(found(text, references).filter((each) => each.includes(' written '))).toEqual([]);
  });

  it('the position of every reference among many rules of a style sheet is found', () => {
    const text = 'a { b: url(x.png) }\nc { b: url(x.png); d: url(y.png) }';
    expect(readCss(text).map(({ start }) => start)).toEqual([11, 31, 46]);
  });

  it('escapes in the addresses of a style sheet are decoded', () => {
    expect(read(String.raw`a{b:url(a\ b\(1\).png) url("\66oo.png")}`)).toEqual([
      String.raw`asset a b(1).png written a\ b\(1\).png`,
      String.raw`asset foo.png written \66oo.png`,
    ]);
  });

  it.each([
    ['comments', '/* url(x.png) @import "y.css"; */'],
    ['text that only looks like it', 'a{content:"url(x.png)"}'],
    ['names of vocabularies', '@namespace svg url(http://www.w3.org/2000/svg);'],
    ['formats within image-set', 'a{b:image-set(var(--x) type("image/avif"))}'],
    ['selectors', 'a[style*="url(x.png)"]{b:c}a[c=url(x.png)]{b:c}'],
    [
      'conditions',
      '@supports (b:url(x.png)){a{b:c}}@import "https://c.example/" supports(b:url(y.png));',
    ],
    ['url() that is malformed', 'a{b:url(x y.png)}'],
    ['local fonts', '@font-face{src:local("x.ttf")}'],
  ])('a style sheet does not refer to a file by %s', (_, text) => {
    expect(read(text).filter((each) => !each.includes('https:'))).toEqual([]);
  });

  it('an invalid style sheet is reported with its line', () => {
    expect(() => readCss('a{b:url(x.png)}\n\na{')).toThrow(expect.objectContaining({ line: 3 }));
  });
});
