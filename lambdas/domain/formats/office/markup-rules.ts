// Which elements of an Office document's parts act: fields, formulas, links of slides, connections, callbacks, and macro sheets.
import { addressKind } from '../address.ts';
import type { FindingKind } from '../evidence.ts';
import type { SearchedNames } from '../xml/skim.ts';
import type { XmlElement, XmlHandler } from '../xml/xml-reader.ts';
import { FieldTracker } from './fields.ts';
import { FORMULA_MAX_CHARACTERS, formulaFinding } from './formulas.ts';
import { linkFinding } from './relation-rules.ts';

/** Reports what an element does. */
export type Report = (kind: FindingKind, target?: string) => void;

const formulaElements: ReadonlySet<string> = new Set([
  'f',
  'formula',
  'formula1',
  'formula2',
  'definedName',
  'calculatedColumnFormula',
  'totalsRowFormula',
]);

/** Elements that may refer to a relation that is a link for people to click. */
const linkElements: ReadonlySet<string> = new Set([
  'hyperlink',
  'hlinkClick',
  'hlinkHover',
  'hlinkMouseOver',
]);

/** Actions of slides that stay in the presentation or play what is in it (ECMA-376 part 1, section 21.1.2.3.5). */
const passiveActions: ReadonlySet<string> = new Set(
  'noaction hlinkshowjump hlinksldjump customshow media hlinkfile hlinkpres'
    .split(' ')
    .map((name) => `ppaction://${name}`),
);

/** Whether an action, which may have parameters after a question mark, is one of them or none at all. */
const isPassiveAction = (action: string): boolean =>
  action === '' || passiveActions.has((action.split('?', 1)[0] ?? '').toLowerCase());

/** What `officeMarkup` acts on; large parts without any of it are not parsed. */
export const officeNames: SearchedNames = {
  names:
    /[Ii]nstr|fld(?:Char|Simple)|hlink|ddeLink|oleLink|macro|dialogsheet|vbaSuppData|[<:]ocx|altChunk|subDoc|sourceFileName|[<:]control|webextension|webPr|[<:]connect|queryTable|[<:]udl|urn:schemas-microsoft-com:vml|customui/,
  formulas: /[<:]f[ \t\r\n/>]|[Ff]ormula|definedName/,
  formulaActions: /\||dde|rtd|call|register|exec|sql\.request|webservice|image/i,
};

/** Foreign vocabularies, as in custom XML parts, may use the same names for other things. */
const isOffice = (uri: string): boolean =>
  uri === '' ||
  uri.startsWith('http://schemas.openxmlformats.org/') ||
  uri.startsWith('http://purl.oclc.org/ooxml/') ||
  uri.startsWith('http://schemas.microsoft.com/office/') ||
  uri.startsWith('urn:schemas-microsoft-com:');

const isTrue = (value: string | undefined): boolean =>
  value !== undefined && ['1', 'true', 'on'].includes(value.trim().toLowerCase());

const valueByName = ({ attributes }: XmlElement, name: string): string | undefined =>
  attributes.find(({ local }) => local === name)?.value;

/** Reads a part's markup; `externalLinks` are the ids of its relations to the web, which only links may use. */
export function officeMarkup(
  externalLinks: ReadonlySet<string>,
  report: Report,
): XmlHandler & { end(): void } {
  const fields = new FieldTracker(({ kind, target }) => report(kind, target));
  /** Formula or stray field code that is being read. */
  let collected: { readonly element: string; text: string } | undefined;

  return {
    open(element) {
      const { local, uri } = element;
      if (!isOffice(uri)) return;
      if (externalLinks.size > 0 && !linkElements.has(local)) checkReferences(element);
      if (local === 'fldChar') fields.mark(valueByName(element, 'fldCharType') ?? '');
      else if (local === 'fldSimple') fields.simple(valueByName(element, 'instr') ?? '');
      else if (formulaElements.has(local) || (isFieldCode(local) && !fields.isInCode)) {
        collected = { element: local, text: '' };
      } else elementRules.get(local)?.(element, report);
      if (uri === VML) judgeVml(element, report);
      if (uri.endsWith('/customui')) judgeCallbacks(element, report);
    },
    text(text) {
      if (collected) {
        if (collected.text.length < FORMULA_MAX_CHARACTERS) collected.text += text;
      } else if (fields.isInCode) fields.text(text);
    },
    close(local) {
      if (collected?.element !== local) return;
      const { text } = collected;
      collected = undefined;
      if (isFieldCode(local)) return fields.simple(text);
      const kind = formulaFinding(text);
      if (kind) report(kind, text);
    },
    end: () => fields.end(),
  };

  function checkReferences({ attributes }: XmlElement): void {
    for (const { uri, value } of attributes) {
      if (uri.endsWith('/relationships') && externalLinks.has(value))
        report('external_content', value);
    }
  }
}

const isFieldCode = (local: string): boolean => local === 'instrText' || local === 'delInstrText';

const VML = 'urn:schemas-microsoft-com:vml';
const VML_SHAPES_FETCH: ReadonlySet<string> = new Set(['imagedata', 'fill', 'stroke', 'image']);

/** Old drawings name pictures and links without relations (ECMA-376 part 4, section 19.1). */
function judgeVml({ local, attributes }: XmlElement, report: Report): void {
  for (const { local: name, value } of attributes) {
    const isFetched =
      VML_SHAPES_FETCH.has(local) && (name === 'src' || name === 'href' || name === 'althref');
    const kind = addressKind(value);
    if (isFetched && kind !== 'local' && kind !== 'inside') report('external_content', value);
    else if (name === 'href' && !isFetched) {
      const found = linkFinding(value);
      if (found) report(found, value);
    }
  }
}

/** A ribbon may name procedures to call (MS-CUSTOMUI). */
function judgeCallbacks({ attributes }: XmlElement, report: Report): void {
  const callback = attributes.find(
    ({ local, uri }) => uri === '' && /^(?:on|get|load)[A-Z]/.test(local),
  );
  if (callback) report('script', callback.value);
}

/** Actions of shapes and texts on slides. */
const judgeAction = (element: XmlElement, report: Report): void => {
  const action = valueByName(element, 'action')?.trim() ?? '';
  if (/^ppaction:\/\/macro/i.test(action)) report('macro', action);
  else if (!isPassiveAction(action)) report('launch', action);
};

const elementRules: ReadonlyMap<string, (element: XmlElement, report: Report) => void> = new Map([
  ['hlinkClick', judgeAction],
  [
    'hlinkHover',
    (element, report) => {
      judgeAction(element, report);
    },
  ],
  ['hlinkMouseOver', judgeAction],
  [
    'ddeLink',
    (element, report) =>
      report(
        'dde',
        `${valueByName(element, 'ddeService') ?? ''} ${valueByName(element, 'ddeTopic') ?? ''}`,
      ),
  ],
  ['oleLink', (element, report) => report('external_content', valueByName(element, 'progId'))],
  ['macrosheet', (_element, report) => report('macro')],
  ['dialogsheet', (_element, report) => report('macro')],
  ['vbaSuppData', (_element, report) => report('macro')],
  [
    'macro',
    (element, report) => {
      if (valueByName(element, 'macroName') !== undefined)
        report('macro', valueByName(element, 'macroName'));
    },
  ],
  ['ocx', (element, report) => report('embedded_object', valueByName(element, 'classid'))],
  ['altChunk', (_element, report) => report('embedded_object')],
  ['subDoc', (_element, report) => report('external_content')],
  ['sourceFileName', (_element, report) => report('external_content')],
  [
    'control',
    (element, report) => {
      // Controls of forms in sheets are described in XML and have no program.
      if (!element.uri.includes('spreadsheetml'))
        report('embedded_object', valueByName(element, 'name'));
    },
  ],
  ['webextension', (_element, report) => report('external_content')],
  ['webPr', (element, report) => report('external_content', valueByName(element, 'url'))],
  ['connection', judgeRefresh],
  ['queryTable', judgeRefresh],
  ['udl', judgeConnectString],
  ['connectString', judgeConnectString],
]);

/** Connections that fetch their data when the document is opened, or by themselves every few minutes. */
function judgeRefresh(element: XmlElement, report: Report): void {
  const interval = Number.parseInt(valueByName(element, 'interval') ?? '0', 10);
  if (isTrue(valueByName(element, 'refreshOnLoad')) || interval > 0) {
    report('external_content', valueByName(element, 'name'));
  }
}

/** Data sources of mail merges. */
function judgeConnectString(element: XmlElement, report: Report): void {
  const source = valueByName(element, 'val') ?? '';
  if (source.trim() !== '') report('external_content', source);
}
