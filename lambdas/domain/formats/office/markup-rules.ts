// Reads the markup of an Office document's parts: puts fields and formulas together, and applies the rules for elements.
import { attributeNamed } from '../xml/attribute-named.ts';
import type { SearchedNames } from '../xml/skim.ts';
import type { XmlElement, XmlHandler } from '../xml/xml-reader.ts';
import { elementRules, judgeCallbacks, judgeVml, type Report, VML } from './element-rules.ts';
import { FieldTracker, type TextKind } from './field-tracker.ts';
import {
  FORMULA_MAX_CHARACTERS,
  formulaActions,
  formulaFinding,
  procedureFinding,
} from './formulas.ts';
import { judgeSvg, SVG } from './svg-rules.ts';

const formulaElements: ReadonlySet<string> = new Set([
  'f',
  'formula',
  'formula1',
  'formula2',
  'definedName',
  'calculatedColumnFormula',
  'totalsRowFormula',
  'FmlaMacro',
  'FmlaPict',
  'FmlaLink',
  'FmlaRange',
  'FmlaGroup',
  'FmlaTxbx',
]);

/** Text of runs, by its element. */
const textElements: ReadonlyMap<string, TextKind> = new Map([
  ['instrText', 'code'],
  ['delInstrText', 'deleted'],
  ['t', 'other'],
  ['delText', 'deleted'],
]);

/** What separates words like a blank. */
const separators: ReadonlySet<string> = new Set(['tab', 'ptab', 'br', 'cr', 'p']);

/** Elements that may refer to a relation that is a link for people to click. */
const linkElements: ReadonlySet<string> = new Set([
  'hyperlink',
  'hlinkClick',
  'hlinkHover',
  'hlinkMouseOver',
]);

/** What `officeMarkup` acts on; large parts without any of it are not parsed. */
export const officeNames: SearchedNames = {
  names:
    /[Ii]nstr|fld(?:Char|Simple)|hlink|ddeLink|oleLink|macro|dialogsheet|vbaSuppData|[<:]ocx|altChunk|subDoc|sourceFileName|[<:]control|webextension|webPr|[<:]connect|queryTable|[<:]udl|urn:schemas-microsoft-com:vml|customui/,
  formulas: /[<:]f[ \t\r\n/>]|[Ff]ormula|definedName/,
  formulaActions,
};

/** Foreign vocabularies, as in custom XML parts, may use the same names for other things. */
const isOffice = (uri: string): boolean =>
  uri === '' ||
  uri.startsWith('http://schemas.openxmlformats.org/') ||
  uri.startsWith('http://purl.oclc.org/ooxml/') ||
  uri.startsWith('http://schemas.microsoft.com/office/') ||
  uri.startsWith('urn:schemas-microsoft-com:');

/** Reads a part's markup; `externalLinks` are the ids of its relations to the web, which only links may use. */
export function officeMarkup(
  externalLinks: ReadonlySet<string>,
  report: Report,
): XmlHandler & { end(): void } {
  const fields = new FieldTracker(({ kind, target }) => report(kind, target));
  /** Formulas or stray field codes that are being read; extensions put one element into another. */
  const collected: { readonly element: string; readonly name: string; text: string }[] = [];
  const kinds: TextKind[] = [];
  let refreshesOnLoad = false;

  return {
    open(element) {
      const { local, uri } = element;
      if (uri === SVG) judgeSvg(element, report);
      if (!isOffice(uri)) return;
      if (externalLinks.size > 0 && !linkElements.has(local)) checkReferences(element);
      const kind = textElements.get(local);
      if (local === 'fldChar') markField(element);
      else if (local === 'fldSimple') fields.simple(attributeNamed(element, 'instr') ?? '');
      else if (local === 'AlternateContent') fields.alternate(1);
      else if (formulaElements.has(local) || (isFieldCode(local) && !fields.isInCode)) {
        collected.push({ element: local, name: attributeNamed(element, 'name') ?? '', text: '' });
      } else elementRules.get(local)?.(element, report);
      if (kind) kinds.push(kind);
      else if (separators.has(local)) fields.separate();
      if (uri === VML) judgeVml(element, report);
      if (uri.endsWith('/customui')) judgeCallbacks(element, report);
      checkPivot(element);
    },
    text(text) {
      for (const each of collected) {
        if (each.text.length < FORMULA_MAX_CHARACTERS) each.text += text;
      }
      const kind = kinds.at(-1);
      if (kind && collected.length === 0) fields.text(text, kind);
    },
    close(local, uri) {
      if (!isOffice(uri)) return;
      if (textElements.has(local)) kinds.pop();
      if (local === 'AlternateContent') fields.alternate(-1);
      if (local === 'p') fields.separate();
      if (collected.at(-1)?.element === local) judgeCollected(local);
    },
    end: () => fields.end(),
  };

  function judgeCollected(local: string): void {
    const { name = '', text = '' } = collected.pop() ?? {};
    if (isFieldCode(local)) {
      fields.simple(text);
      return;
    }
    const kind = local === 'FmlaMacro' ? procedureFinding(text) : formulaFinding(text);
    if (kind) report(kind, text);
    // Excel 4 macros that run by themselves have names of their own (MS-XLSX, section 2.6).
    const isAutomatic = /^(?:_xlnm\.)?auto_(?:open|close|activate|deactivate)/i.test(name.trim());
    if (local === 'definedName' && isAutomatic && !text.includes('#REF!')) report('macro', name);
  }

  function markField(element: XmlElement): void {
    fields.mark((attributeNamed(element, 'fldCharType') ?? '').trim().toLowerCase());
  }

  function checkReferences({ attributes }: XmlElement): void {
    for (const { local, uri, value } of attributes) {
      const isReference = uri.endsWith('/relationships') || local === 'relid';
      if (isReference && externalLinks.has(value.trim())) report('external_content', value);
    }
  }

  /** A pivot table that fetches its data from a connection when the document is opened. */
  function checkPivot(element: XmlElement): void {
    if (element.local === 'pivotCacheDefinition') {
      refreshesOnLoad = ['1', 'true'].includes(attributeNamed(element, 'refreshOnLoad') ?? '');
    } else if (
      element.local === 'cacheSource' &&
      refreshesOnLoad &&
      attributeNamed(element, 'type') === 'external'
    ) {
      report('external_content', 'a connection of a pivot table');
    }
  }
}

const isFieldCode = (local: string): boolean => local === 'instrText' || local === 'delInstrText';
