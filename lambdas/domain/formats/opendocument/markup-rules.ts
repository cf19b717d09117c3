// Which elements of an OpenDocument act: scripts, events, objects, linked sections and data (ODF 1.3 part 3).
import { addressKind } from '../address.ts';
import type { FindingKind } from '../evidence.ts';
import type { Report } from '../office/element-rules.ts';
import { formulaFinding } from '../office/formulas.ts';
import { linkFinding } from '../office/relation-rules.ts';
import { judgeSvg, SVG } from '../office/svg-rules.ts';
import { attributeNamed } from '../xml/attribute-named.ts';
import type { XmlElement, XmlHandler } from '../xml/xml-reader.ts';
import { isOldDoctype } from './manifest.ts';

/** Elements that are active by themselves. */
const activeElements: ReadonlyMap<string, FindingKind> = new Map([
  ['module', 'macro'],
  ['library-linked', 'macro'],
  ['execute-macro', 'macro'],
  ['applet', 'embedded_object'],
  ['object-ole', 'embedded_object'],
  ['dde-source', 'dde'],
  ['dde-link', 'dde'],
  ['dde-connection', 'dde'],
  ['dde-connection-decl', 'dde'],
]);

/** Elements whose address is fetched, wherever it leads, when the document is opened. */
const fetchingElements: ReadonlySet<string> = new Set([
  'floating-frame',
  'section-source',
  'cell-range-source',
  'source',
  'connection-resource',
  'auto-reload',
]);

/** Elements whose address a person opens by a click. */
const linkElements: ReadonlySet<string> = new Set([
  'a',
  'area-rectangle',
  'area-circle',
  'area-polygon',
  'event-listener',
  'button',
  'image-frame',
  'alphabetical-index-auto-mark-file',
]);

/** What shapes of presentations do when they are clicked, without leaving them. */
const passiveActions: ReadonlySet<string> = new Set([
  'none',
  'previous-page',
  'next-page',
  'first-page',
  'last-page',
  'hide',
  'stop',
  'show',
  'fade-out',
  'sound',
]);

const OPENDOCUMENT = 'urn:oasis:names:tc:opendocument:xmlns:';
const XFORMS = 'http://www.w3.org/2002/xforms';

/** Reads the markup of any part of the package. */
export const openDocumentMarkup = (report: Report): XmlHandler => ({
  allowsDoctype: isOldDoctype,
  open(element) {
    const { local, uri, attributes } = element;
    const kind = activeElements.get(local);
    if (kind && isOfOffice(uri))
      report(kind, attributeNamed(element, 'href') ?? attributeNamed(element, 'name'));
    if (local === 'script' && isOfOffice(uri)) judgeScript(element, report);
    if (local === 'plugin' && isOfOffice(uri)) judgePlugin(element, report);
    if (uri === SVG) judgeSvg(element, report);
    if (local === 'event-listener') judgeListener(element, report);
    for (const { local: name, uri: namespace, value } of attributes) {
      if (name === 'href' || name === 'image-data' || namespace === XML) {
        if (name !== 'space' && name !== 'lang' && name !== 'id')
          judgeAddress(local, value, report);
      } else if (isFormula(name, namespace)) {
        const found = formulaFinding(value);
        if (found) report(found, value);
      } else if (uri === XFORMS && xformsAddresses.has(name)) {
        judgeAddress(local, value, report);
      } else if (isScriptAddress(value)) report('script', value);
    }
  },
});

const XML = 'http://www.w3.org/XML/1998/namespace';

const xformsAddresses: ReadonlySet<string> = new Set(['src', 'action', 'resource', 'schema']);

/** Attributes of sheets that hold formulas: of cells, names, and conditions of cells and formats. */
const isFormula = (name: string, namespace: string): boolean =>
  (namespace.endsWith(':table:1.0') && ['formula', 'expression', 'condition'].includes(name)) ||
  (namespace.endsWith(':style:1.0') && name === 'condition') ||
  (namespace.endsWith(':calc:xmlns:calcext:1.0') && ['value', 'expression'].includes(name));

/** Namespaces of OpenDocument, of its predecessor, and none at all. */
const isOfOffice = (uri: string): boolean =>
  uri === '' ||
  uri.startsWith(OPENDOCUMENT) ||
  uri.startsWith('http://openoffice.org/') ||
  uri.startsWith('urn:org:documentfoundation:');

const isScriptAddress = (value: string): boolean =>
  /script|macro/i.test(value.slice(0, Math.max(0, value.indexOf(':')))) &&
  addressKind(value) === 'script';

/** Programs write an empty description of Basic into documents without macros; `module` marks one that has some. */
function judgeScript(element: XmlElement, report: Report): void {
  const language = attributeNamed(element, 'language') ?? '';
  if (element.uri.endsWith(':text:1.0')) report('script', language);
  else if (!/(?:^|:)(?:star)?basic$/i.test(language)) report('script', language);
}

/** Sound and film of presentations are written as plug-ins too; a separate player shows them. */
function judgePlugin(element: XmlElement, report: Report): void {
  const type = attributeNamed(element, 'mime-type') ?? '';
  if (!/^(?:application\/vnd\.sun\.star\.media|(?:audio|video)\/[\w.+-]+)$/i.test(type)) {
    report('embedded_object', type);
  }
}

function judgeListener(element: XmlElement, report: Report): void {
  const action = attributeNamed(element, 'action');
  if (action !== undefined && passiveActions.has(action)) return;
  if (action === 'execute') report('launch', attributeNamed(element, 'href'));
  else report('script', attributeNamed(element, 'href') ?? attributeNamed(element, 'macro-name'));
}

function judgeAddress(element: string, address: string, report: Report): void {
  if (isScriptAddress(address)) {
    report('script', address);
    return;
  }
  if (linkElements.has(element)) {
    const kind = linkFinding(address);
    if (kind) report(kind, address);
    return;
  }
  const kind = addressKind(address);
  const isFetched = fetchingElements.has(element) ? address.trim() !== '' : kind !== 'local';
  if (isFetched && (kind !== 'inside' || fetchingElements.has(element))) {
    report(kind === 'script' ? 'script' : 'external_content', address);
  }
}
