// Drawings in SVG inside documents: pictures that they fetch, and scripts (SVG 1.1, sections 5.7 and 18).
import { addressKind } from '../address.ts';
import type { XmlElement } from '../xml/xml-reader.ts';
import type { Report } from './element-rules.ts';

/** The namespace of SVG. */
export const SVG = 'http://www.w3.org/2000/svg';

/** Elements that show what their address names; links are for people to click. */
const fetchingElements: ReadonlySet<string> = new Set([
  'image',
  'feImage',
  'use',
  'script',
  'tref',
]);

/** Judges an element of a drawing. */
export function judgeSvg({ local, attributes }: XmlElement, report: Report): void {
  if (local === 'script') report('script');
  for (const { local: name, uri, value } of attributes) {
    if (uri === '' && /^on[a-z]/.test(name)) report('script', value);
    if (name !== 'href' || !fetchingElements.has(local)) continue;
    const kind = addressKind(value);
    const isPicture = /^\s*data:image\//i.test(value);
    if (kind !== 'local' && kind !== 'inside' && !isPicture) report('external_content', value);
  }
}
