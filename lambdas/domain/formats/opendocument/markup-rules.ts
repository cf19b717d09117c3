// Which elements of an OpenDocument act: scripts, events, objects, linked sections and data (ODF 1.3 part 3).
import { addressKind } from '../address.ts';
import type { FindingKind } from '../evidence.ts';
import { formulaFinding } from '../office/formulas.ts';
import { linkFinding } from '../office/relation-rules.ts';
import type { XmlElement, XmlHandler } from '../xml/xml-reader.ts';
import { isOldDoctype } from './manifest.ts';

/** Reports what an element does. */
export type Report = (kind: FindingKind, target?: string) => void;

/** Elements that act by being there. */
const activeElements: ReadonlyMap<string, FindingKind> = new Map([
  ['module', 'macro'],
  ['library-linked', 'macro'],
  ['applet', 'embedded_object'],
  ['plugin', 'embedded_object'],
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

const valueByName = ({ attributes }: XmlElement, name: string): string | undefined =>
  attributes.find(({ local }) => local === name)?.value;

/** Reads the markup of any part of the package. */
export const openDocumentMarkup = (report: Report): XmlHandler => ({
  allowsDoctype: isOldDoctype,
  open(element) {
    const { local, uri, attributes } = element;
    const kind = activeElements.get(local);
    if (kind && isOfOffice(uri))
      report(kind, valueByName(element, 'href') ?? valueByName(element, 'name'));
    if (local === 'script' && isOfOffice(uri)) judgeScript(element, report);
    if (local === 'event-listener') judgeListener(element, report);
    for (const { local: name, uri: namespace, value } of attributes) {
      if (name === 'href') judgeAddress(local, value, report);
      else if (name === 'formula' && namespace.endsWith(':table:1.0')) {
        const found = formulaFinding(value);
        if (found) report(found, value);
      } else if (uri === XFORMS && (name === 'src' || name === 'action' || name === 'resource')) {
        judgeAddress(local, value, report);
      } else if (isScriptAddress(value)) report('script', value);
    }
  },
});

/** Namespaces of OpenDocument, of its predecessor, and none at all. */
const isOfOffice = (uri: string): boolean =>
  uri === '' ||
  uri.startsWith(OPENDOCUMENT) ||
  uri.startsWith('http://openoffice.org/') ||
  uri.startsWith('urn:org:documentfoundation:');

const isScriptAddress = (value: string): boolean =>
  /^\s*(?:vnd\.sun\.star\.script|macro|javascript|vbscript):/i.test(value);

/** Programs write an empty description of Basic into documents without macros; `module` marks one that has some. */
function judgeScript(element: XmlElement, report: Report): void {
  const language = valueByName(element, 'language') ?? '';
  if (!/(?:^|:)(?:star)?basic$/i.test(language)) report('script', language);
}

function judgeListener(element: XmlElement, report: Report): void {
  const action = valueByName(element, 'action');
  if (action !== undefined && passiveActions.has(action)) return;
  if (action === 'execute') report('launch', valueByName(element, 'href'));
  else report('script', valueByName(element, 'href') ?? valueByName(element, 'macro-name'));
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
