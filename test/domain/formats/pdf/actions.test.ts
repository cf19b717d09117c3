// Which actions and targets of a PDF are findings, and which are what honest documents do.
import { expect, it } from 'vitest';
import { catalog, inspect, pdf, stream } from './parts.ts';

const pages = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const page = (entries: string) => `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] ${entries} >>`;
const opened = (action: string) => pdf([catalog(`/OpenAction ${action}`), pages, page('')]);
const clicked = (action: string) =>
  pdf([catalog(''), pages, page(`/Annots [<< /Type /Annot /Subtype /Link /A ${action} >>]`)]);
const kinds = async (bytes: Uint8Array) => {
  const { findings, flaw } = await inspect(bytes);
  expect(flaw).toBeUndefined();
  return [...new Set(findings.map(({ kind }) => kind))].sort();
};
const goToR = (file: string) => `<< /S /GoToR /F ${file} /D [0 /Fit] >>`;

it.each([
  '[3 0 R /Fit]',
  '<< /S /GoTo /D [3 0 R /Fit] >>',
  '<< /S /Named /N /Print >>',
  '<< /S /SetOCGState /State [/ON 3 0 R] >>',
  '<< /S /GoTo /D (chapter) /Next << /S /Named /N /NextPage >> >>',
  '/FirstPage',
  'null',
])('finds nothing in a document that opens with %s', async (action) => {
  expect(await kinds(opened(action))).toEqual([]);
});

it.each([
  '<< /S /URI /URI (https://example.com/JavaScript) >>',
  '<< /S /URI /URI (HTTP://example.com:8080/a?b=c#d) >>',
  '<< /S /URI /URI (mailto:a@example.com) >>',
  '<< /S /URI /URI (tel:+1234) >>',
  '<< /S /URI /URI (www.example.com) >>',
  '<< /S /URI /URI (example.com:8080/a) >>',
  '<< /S /URI /URI (page.html#part) >>',
  '<< /S /URI /URI <feff00680074007400700073003a002f002f0061> >>',
  '<< /S /SubmitForm /F << /FS /URL /F (https://example.com/form) >> >>',
  goToR('(other.pdf)'),
  goToR('<< /Type /Filespec /F (../book/two.pdf) /UF (../book/two.pdf) >>'),
  '<< /S /ResetForm >>',
  '<< /S /URI /URI (javascript:void\\(0\\);) >>',
])('finds nothing in a link that performs %s', async (action) => {
  expect(await kinds(clicked(action))).toEqual([]);
});

it.each([
  ['<< /S /URI /URI (https://example.com/) >>', ['automatic_action']],
  ['<< /S /Named /N /SaveAs >>', ['automatic_action']],
  ['<< /S /SomethingNew >>', ['automatic_action']],
  ['<< /S /Thread /F (other.pdf) /D 0 >>', ['automatic_action']],
  [goToR('(other.pdf)'), ['automatic_action']],
  ['<< /S /GoTo /D [3 0 R] /Next [<< /S /URI /URI (a) >>] >>', ['automatic_action']],
  ['<< /S (JavaScript) /JS (1) >>', ['script']],
])('finds in a document that opens with %s: %j', async (action, expected) => {
  expect(await kinds(opened(action))).toEqual(expected.toSorted());
});

it.each([
  ['<< /S /URI /URI (file:///C:/Windows/calc.exe) >>', ['external_content']],
  ['<< /S /URI /URI (\\\\\\\\host.example\\\\share) >>', ['external_content']],
  ['<< /S /URI /URI (//host.example/share) >>', ['external_content']],
  ['<< /S /URI /URI (java\\nscript:1) >>', ['script']],
  ['<< /S /URI /URI <feff006a006100760061007300630072006900700074003a0031> >>', ['script']],
  ['<< /S /URI /URI (ms-msdt:/id) >>', ['launch']],
  [goToR('(C:\\\\Users\\\\a.pdf)'), ['external_content']],
  [goToR('(/etc/passwd)'), ['external_content']],
  [goToR('<< /FS /URL /F (smb://host.example/a) >>'), ['external_content']],
  ['<< /S /ImportData /F (a.fdf) >>', ['external_content']],
  ['<< /S /Launch /F (a.pdf) >>', ['launch']],
  ['<< /S /Rendition /JS (1) >>', ['embedded_object', 'script']],
  ['<< /S /RichMediaExecute >>', ['script']],
])('finds in a link that performs %s: %j', async (action, expected) => {
  expect(await kinds(clicked(action))).toEqual(expected);
});

it('follows references from one action to the next, in a circle as well', async () => {
  const far = '<< /S /GoTo /Next 5 0 R >>';
  const farther = '<< /S /Hide /Next [4 0 R 6 0 R] >>';
  const uri = '<< /S /URI /URI (https://example.com) >>';
  expect(
    await kinds(pdf([catalog('/OpenAction 4 0 R'), pages, page(''), far, farther, uri])),
  ).toEqual(['automatic_action']);
  expect(await kinds(pdf([catalog(''), pages, page(''), far, farther, uri]))).toEqual([]);
});

it('distinguishes a click from other triggers of a field', async () => {
  const uri = '<< /S /URI /URI (https://example.com) >>';
  const field = (trigger: string) =>
    pdf([catalog(''), pages, page('/Annots [4 0 R]'), `<< /AA << /${trigger} ${uri} >> >>`]);
  for (const click of ['D', 'U']) expect(await kinds(field(click))).toEqual([]);
  for (const trigger of ['E', 'X', 'Fo', 'PO', 'PV']) {
    expect(await kinds(field(trigger))).toEqual(['automatic_action']);
  }
});

it('accepts empty name trees, which programs leave behind', async () => {
  const names = '/Names << /EmbeddedFiles 4 0 R /JavaScript << /Names [] >> >>';
  expect(await kinds(pdf([catalog(names), pages, page(''), '<< /Names [] >>']))).toEqual([]);
});

it('both values of a key that a dictionary has twice are read', async () => {
  const twice = '<< /S /GoTo /D [3 0 R] /S /JavaScript >>';
  expect(await kinds(opened(twice))).toContain('script');
  expect(await kinds(opened(twice.replace('GoTo', 'x').replace('JavaScript', 'GoTo')))).toEqual([
    'automatic_action',
  ]);
});

it.each([
  ['a string', '<< /Title (<< /S /JavaScript /JS \\(1\\) >>) >>'],
  ['a comment', '<< /A 1 % /S /JavaScript /JS (1) >>\n>>'],
  ['the text of a page', stream('', 'BT (/S /JavaScript /JS) Tj ET /OpenAction << /S /Launch >>')],
  ['an object that is text', stream('', '9 0 obj << /S /JavaScript /JS (1) >> endobj')],
  ['a longer name', '<< /S /JavaScripts /JSX (1) /Launchers /Launch >>'],
  ['a name in a font', '<< /Type /Font /Encoding << /Differences [1 /JavaScript /JS /XFA] >> >>'],
])('finds nothing in %s that only writes of a script', async (_what, object) => {
  expect(await kinds(pdf([catalog(''), pages, page(''), object]))).toEqual([]);
});
