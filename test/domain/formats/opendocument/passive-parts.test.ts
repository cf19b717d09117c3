// Passive parts of OpenDocuments are accepted.
import { describe, expect, it } from 'vitest';
import { real } from '../../../fixtures/hostile/bytes.ts';
import { type Parts, seenIn } from '../office-documents.ts';
import { part } from './parts.ts';

describe('a passive part of an OpenDocument', () => {
  it.each<[string, Parts]>([
    [
      'a film inside',
      part(
        '<draw:plugin draw:mime-type="application/vnd.sun.star.media" xlink:href="Media/a.mp4"/>',
      ),
    ],
    [
      'a chart',
      part(
        '<draw:object xlink:href="./Object 1"/><draw:image xlink:href="./ObjectReplacements/Object 1"/>',
      ),
    ],
    ['a picture inside', part('<draw:image xlink:href="Pictures/a.png"/>')],
    [
      'a link',
      part(
        '<text:a xlink:href="https://a.example/"/><text:a xlink:href="mailto:a@b.example"/><text:a xlink:href="#a"/>',
      ),
    ],
    ['a template on its own drive', part('<meta:template xlink:href="file:///C:/a.ott"/>')],
    [
      'a form without an address',
      part(
        '<form:form xlink:href="" form:control-implementation="ooo:com.sun.star.form.component.Form"/>',
      ),
    ],
    [
      'a shape that shows the next slide',
      part('<presentation:event-listener presentation:action="next-page"/>'),
    ],
    [
      'a description of Basic without modules',
      part('<office:scripts><office:script script:language="ooo:Basic"/></office:scripts>'),
    ],
    ['white space that is kept', part('<text:p xml:space="preserve" xml:id="a" xml:lang="de"/>')],
    [
      'formulas',
      part(`<table:table-cell table:formula="of:=SUM([.A1:.A2])+[$'a b'.A1]+SUM({1;2|3;4})"/>`),
    ],
    ['a thumbnail as PDF', { 'Thumbnails/thumbnail.pdf': real('fixture.pdf') }],
    [
      'a command of its program',
      {
        'Configurations2/accelerator/current.xml':
          '<a:item xmlns:a="urn:a" xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href=".uno:Save"/>',
      },
    ],
    [
      'an empty library',
      {
        'Basic/Standard/script-lb.xml':
          '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"/>',
      },
    ],
  ])('a passive part of an OpenDocument has no findings: %s', async (_what, parts) => {
    expect(await seenIn('odt', parts)).toEqual({ flaw: undefined, kinds: [] });
  });
});
