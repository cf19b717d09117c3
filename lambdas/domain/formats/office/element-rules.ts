// Finds active content in single elements of an Office document: actions of slides, old drawings, connections, and callbacks.
import { addressKind } from '../address.ts';
import type { FindingKind } from '../evidence.ts';
import { attributeNamed } from '../xml/attribute-named.ts';
import type { XmlElement } from '../xml/xml-reader.ts';
import { formulaFinding, procedureFinding } from './formulas.ts';
import { linkFinding } from './relation-rules.ts';

/** Reports the active content of an element. */
export type Report = (kind: FindingKind, target?: string) => void;

/** Actions of slides that stay in the presentation or play what is in it (ECMA-376 part 1, section 21.1.2.3.5). */
const passiveActions: ReadonlySet<string> = new Set(
  'noaction hlinkshowjump hlinksldjump customshow media hlinkfile hlinkpres'
    .split(' ')
    .map((name) => `ppaction://${name}`),
);

/** Whether an action, which may have parameters after a question mark, is one of them or none at all. */
const isPassiveAction = (action: string): boolean =>
  action === '' || passiveActions.has((action.split('?', 1)[0] ?? '').toLowerCase());

const isTrue = (value: string | undefined): boolean =>
  value !== undefined && ['1', 'true', 'on'].includes(value.trim().toLowerCase());

/** The namespace of old drawings. */
export const VML = 'urn:schemas-microsoft-com:vml';
const VML_SHAPES_FETCH: ReadonlySet<string> = new Set(['imagedata', 'fill', 'stroke', 'image']);

/** Old drawings name pictures and links without relations (ECMA-376 part 4, section 19.1). */
export function judgeVml({ local, attributes }: XmlElement, report: Report): void {
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
export function judgeCallbacks({ attributes }: XmlElement, report: Report): void {
  const callback = attributes.find(
    ({ local, uri }) => uri === '' && /^(?:on|get|load)[A-Z]/.test(local),
  );
  if (callback) report('script', callback.value);
}

/** Actions of shapes and texts on slides. */
const judgeAction = (element: XmlElement, report: Report): void => {
  const action = attributeNamed(element, 'action')?.trim() ?? '';
  if (/^ppaction:\/\/macro/i.test(action)) report('macro', action);
  else if (!isPassiveAction(action)) report('launch', action);
  const invalid = linkFinding(attributeNamed(element, 'invalidUrl') ?? '');
  if (invalid) report(invalid, attributeNamed(element, 'invalidUrl'));
};

/** Formulas and procedures in attributes of shapes and controls on sheets (MS-XLSX, section 2.6; ECMA-376 part 1, section 20.5). */
const judgeShape = (element: XmlElement, report: Report): void => {
  for (const { local, value } of element.attributes) {
    const isProcedure = local === 'macro' || local === 'fmlaMacro';
    if (!isProcedure && local !== 'textlink' && !local.startsWith('fmla')) continue;
    const kind = isProcedure ? procedureFinding(value) : formulaFinding(value);
    if (kind) report(kind, value);
  }
};

/** Add-ins of .NET that a document names are loaded when it is opened (MS-OE376, section 2.1.1676). */
const judgeProperty = (element: XmlElement, report: Report): void => {
  const name = attributeNamed(element, 'name') ?? '';
  if (/^_Assembly(?:Location|Name)\d*$/i.test(name.trim())) report('macro', name);
};

/** Schemas and what belongs to them, which Word may fetch (ECMA-376 part 1, section 23.2). */
const judgeSchema = (element: XmlElement, report: Report): void => {
  for (const name of ['schemaLocation', 'manifestLocation']) {
    const address = attributeNamed(element, name) ?? '';
    if (!['local', 'inside'].includes(addressKind(address))) report('external_content', address);
  }
};

const judgeFormulaOf =
  (name: string) =>
  (element: XmlElement, report: Report): void => {
    const formula = attributeNamed(element, name) ?? '';
    const kind = formulaFinding(formula);
    if (kind) report(kind, formula);
  };

/** The rules by names and attributes of elements. */
export const elementRules: ReadonlyMap<string, (element: XmlElement, report: Report) => void> =
  new Map([
    ['hlinkClick', judgeAction],
    ['hlinkHover', judgeAction],
    ['hlinkMouseOver', judgeAction],
    [
      'ddeLink',
      (element, report) =>
        report(
          'dde',
          `${attributeNamed(element, 'ddeService') ?? ''} ${attributeNamed(element, 'ddeTopic') ?? ''}`,
        ),
    ],
    ['oleLink', (element, report) => report('external_content', attributeNamed(element, 'progId'))],
    ['macrosheet', (_element, report) => report('macro')],
    ['dialogsheet', (_element, report) => report('macro')],
    ['vbaSuppData', (_element, report) => report('macro')],
    [
      'macro',
      (element, report) => {
        if (attributeNamed(element, 'macroName') !== undefined)
          report('macro', attributeNamed(element, 'macroName'));
      },
    ],
    ['ocx', (element, report) => report('embedded_object', attributeNamed(element, 'classid'))],
    ['altChunk', (_element, report) => report('embedded_object')],
    ['subDoc', (_element, report) => report('external_content')],
    ['sourceFileName', (_element, report) => report('external_content')],
    [
      'control',
      (element, report) => {
        // Controls of forms in sheets are described in XML and have no program.
        if (!element.uri.includes('spreadsheetml'))
          report('embedded_object', attributeNamed(element, 'name'));
      },
    ],
    ['webextension', (_element, report) => report('external_content')],
    ['webPr', (element, report) => report('external_content', attributeNamed(element, 'url'))],
    ['connection', judgeRefresh],
    ['queryTable', judgeRefresh],
    ['sp', judgeShape],
    ['pic', judgeShape],
    ['cxnSp', judgeShape],
    ['graphicFrame', judgeShape],
    ['controlPr', judgeShape],
    ['objectPr', judgeShape],
    ['formControlPr', judgeShape],
    ['property', judgeProperty],
    ['schema', judgeSchema],
    ['cacheField', judgeFormulaOf('formula')],
    ['calculatedItem', judgeFormulaOf('formula')],
    ['webVideoPr', (_element, report) => report('external_content')],
    ['udl', judgeConnectString],
    ['connectString', judgeConnectString],
  ]);

/** Connections that fetch their data when the document is opened, or by themselves every few minutes. */
function judgeRefresh(element: XmlElement, report: Report): void {
  const interval = Number.parseInt(attributeNamed(element, 'interval') ?? '0', 10);
  if (isTrue(attributeNamed(element, 'refreshOnLoad')) || interval > 0) {
    report('external_content', attributeNamed(element, 'name'));
  }
}

/** Data sources of mail merges. */
function judgeConnectString(element: XmlElement, report: Report): void {
  const source = attributeNamed(element, 'val') ?? '';
  if (source.trim() !== '') report('external_content', source);
}
