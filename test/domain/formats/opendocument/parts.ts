// Parts of an OpenDocument, made for a test.
import type { Parts } from '../office-documents.ts';

const oasis = 'urn:oasis:names:tc:opendocument:xmlns';
const prefixes = [
  'office',
  'text',
  'table',
  'draw',
  'form',
  'script',
  'style',
  'presentation',
  'meta',
  'anim',
  'config',
  'manifest',
]
  .map((prefix) => `xmlns:${prefix}="${oasis}:${prefix}:1.0"`)
  .join(' ');

/** A part of a document inside the document, with these elements. */
export const part = (xml: string): Parts => ({
  'Object 9/content.xml': `<office:document-content ${prefixes} xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xforms="http://www.w3.org/2002/xforms" xmlns:svg="${oasis}:svg-compatible:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" xmlns:x="urn:x">${xml}</office:document-content>`,
});
