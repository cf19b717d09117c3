// Parts of OpenDocument that act, in the places that parsers overlook, and passive parts like them.
import { describe, expect, it } from 'vitest';
import { real } from '../../../fixtures/hostile/bytes.ts';
import { type Parts, seenIn } from '../office-documents.ts';
import { part } from './parts.ts';

describe('an active part of an OpenDocument', () => {
  it.each<[string, Parts, string]>([
    [
      'a listener of events',
      part(
        '<script:event-listener script:event-name="dom:load" xlink:href="vnd.sun.star.script:a"/>',
      ),
      'script',
    ],
    [
      'a listener of events without an address',
      part('<script:event-listener script:macro-name="a"/>'),
      'script',
    ],
    [
      'a script address that is split',
      part('<text:a xlink:href="vnd.sun.&#xA;star.script:a">x</text:a>'),
      'script',
    ],
    [
      'a script address in another attribute',
      part('<text:p x:y=" vnd.sun.star.script:a"/>'),
      'script',
    ],
    [
      'a program that a click starts',
      part('<presentation:event-listener presentation:action="execute" xlink:href="a.sh"/>'),
      'launch',
    ],
    [
      'a script in the text',
      part('<text:script script:language="Basic">a</text:script>'),
      'script',
    ],
    ['a macro in the text', part('<text:execute-macro text:name="a"/>'), 'macro'],
    [
      'a module of Basic',
      {
        'Basic/Standard/a.xml':
          '<script:module xmlns:script="http://openoffice.org/2000/script">a</script:module>',
      },
      'macro',
    ],
    ['a module without a namespace', { 'Basic/Standard/a.xml': '<module>a</module>' }, 'macro'],
    ['a program in Python', { 'Object 1/Scripts/python/a.py': 'a' }, 'macro'],
    [
      'a key that calls a script',
      {
        'Configurations2/accelerator/current.xml':
          '<a:acceleratorlist xmlns:a="http://openoffice.org/2001/accel" xmlns:xlink="http://www.w3.org/1999/xlink"><a:item xlink:href="macro:///a.b.c"/></a:acceleratorlist>',
      },
      'script',
    ],
    [
      'a menu that calls a script',
      {
        'Configurations2/menubar/menubar.xml':
          '<m:menuitem xmlns:m="http://openoffice.org/2001/menu" m:id="vnd.sun.star.script:a"/>',
      },
      'script',
    ],
    [
      'a section of another file',
      part('<text:section-source xlink:href="file:///a.odt"/>'),
      'external_content',
    ],
    ['a section by DDE', part('<office:dde-source office:dde-application="cmd"/>'), 'dde'],
    [
      'a declared DDE link',
      part('<text:dde-connection-decl office:dde-application="cmd"/>'),
      'dde',
    ],
    [
      'a range of cells of the web',
      part('<table:cell-range-source xlink:href="https://a.example/a"/>'),
      'external_content',
    ],
    [
      'a picture of the web',
      part('<draw:image xlink:href="https://a.example/a"/>'),
      'external_content',
    ],
    [
      'a picture on another computer',
      part('<draw:image xlink:href="//a.example/s/a.png"/>'),
      'external_content',
    ],
    [
      'a picture of a control',
      part('<form:image form:image-data="https://a.example/a"/>'),
      'external_content',
    ],
    [
      'a background of the web',
      part('<style:background-image xlink:href="https://a.example/a"/>'),
      'external_content',
    ],
    [
      'a font of the web',
      part('<svg:font-face-uri xlink:href="https://a.example/a"/>'),
      'external_content',
    ],
    [
      'a sound of the web',
      part('<presentation:sound xlink:href="https://a.example/a"/>'),
      'external_content',
    ],
    [
      'an animation with a sound on another computer',
      part('<anim:audio xlink:href="file://a.example/a"/>'),
      'external_content',
    ],
    [
      'a template of the web',
      part('<meta:template xlink:href="https://a.example/a"/>'),
      'external_content',
    ],
    [
      'a document that reloads another',
      part('<meta:auto-reload xlink:href="a.odt"/>'),
      'external_content',
    ],
    ['a frame', part('<draw:floating-frame xlink:href="a.html"/>'), 'external_content'],
    ['an applet', part('<draw:applet xlink:href="a"/>'), 'embedded_object'],
    [
      'a plug-in',
      part('<draw:plugin draw:mime-type="application/x-a" xlink:href="a"/>'),
      'embedded_object',
    ],
    [
      'a film of the web',
      part(
        '<draw:plugin draw:mime-type="application/vnd.sun.star.media" xlink:href="https://a.example/a"/>',
      ),
      'external_content',
    ],
    [
      'an object of another program',
      part('<draw:object-ole xlink:href="./a"/>'),
      'embedded_object',
    ],
    [
      'a base for its addresses',
      part('<text:p xml:base="https://a.example/"/>'),
      'external_content',
    ],
    [
      'a form that is submitted',
      part('<xforms:submission action="https://a.example/"/>'),
      'external_content',
    ],
    [
      'a form with a schema of the web',
      part('<xforms:model schema="https://a.example/"/>'),
      'external_content',
    ],
    ['a database', part('<form:connection-resource xlink:href="a.odb"/>'), 'external_content'],
    [
      'a formula by DDE',
      part(
        '<table:table-cell table:formula="of:=DDE(&quot;a&quot;;&quot;b&quot;;&quot;c&quot;)"/>',
      ),
      'dde',
    ],
    [
      'a named expression',
      part('<table:named-expression table:expression="of:=COM.MICROSOFT.WEBSERVICE([.A1])"/>'),
      'external_content',
    ],
    [
      'a condition of a cell',
      part(
        '<table:content-validation table:condition="of:is-true-formula(WEBSERVICE(&quot;a&quot;))"/>',
      ),
      'external_content',
    ],
    [
      'a condition of a format',
      part('<calcext:condition calcext:value="formula-is(WEBSERVICE(&quot;a&quot;))"/>'),
      'external_content',
    ],
    [
      'a formula that reads a table of the web',
      part(`<table:table-cell table:formula="of:=['https://a.example/a.ods'#$a.A1]"/>`),
      'external_content',
    ],
    [
      'an SVG that fetches a picture',
      {
        'Pictures/a.svg':
          '<svg xmlns="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink"><image l:href="https://a.example/a"/></svg>',
      },
      'external_content',
    ],
    ['a compound file', { 'Object 1': Buffer.from('d0cf11e0a1b11ae1', 'hex') }, 'embedded_object'],
    ['a program among pictures', { 'Pictures/a.png': real('fixture.exe') }, 'embedded_object'],
  ])('an active part of an OpenDocument is found: %s', async (_what, parts, kind) => {
    const { flaw, kinds } = await seenIn('odt', parts);
    expect(flaw).toBeUndefined();
    expect(kinds).toContain(kind);
  });

  it.each<[string, Parts]>([
    [
      'a script with two languages',
      part('<office:script x:language="ooo:Basic" script:language="JavaScript"/>'),
    ],
    [
      'a listener with two actions',
      part('<presentation:event-listener x:action="none" presentation:action="execute"/>'),
    ],
    ['a DTD', { 'styles.xml': '<!DOCTYPE a [<!ENTITY b SYSTEM "https://a.example/">]><a>&b;</a>' }],
  ])('a part of an OpenDocument that is read in two ways is refused: %s', async (_what, parts) => {
    expect((await seenIn('odt', parts)).flaw).toBeDefined();
  });
});
