// Parts of an Office document, made for a test.
import type { Parts } from '../office-documents.ts';

export const transitional = 'http://schemas.openxmlformats.org';
export const relationships = `${transitional}/officeDocument/2006/relationships`;
export const relation = (type: string, target: string, mode = 'External') =>
  `<Relationships xmlns="${transitional}/package/2006/relationships"><Relationship Id="rId9" Type="${relationships}/${type}" Target="${target}"${mode === '' ? '' : ` TargetMode="${mode}"`}/></Relationships>`;
export const related = (type: string, target: string, mode?: string): Parts => ({
  'word/_rels/footer9.xml.rels': relation(type, target, mode),
});

export const word = (body: string): Parts => ({
  'word/document.xml': `<w:document xmlns:w="${transitional}/wordprocessingml/2006/main" xmlns:mc="${transitional}/markup-compatibility/2006" xmlns:x="urn:x" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:r="${relationships}" xmlns:a="${transitional}/drawingml/2006/main"><w:body>${body}</w:body></w:document>`,
});
export const begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>';
export const end =
  '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>';
export const code = (text: string) =>
  `<w:r><w:instrText xml:space="preserve">${text}</w:instrText></w:r>`;
export const deleted = (text: string) =>
  `<w:del><w:r><w:delInstrText>${text}</w:delInstrText></w:r></w:del>`;

export const properties = (property: string): Parts => ({
  'docProps/custom9.xml': `<Properties xmlns="${transitional}/officeDocument/2006/custom-properties"><property name="${property}"><a/></property></Properties>`,
});
export const svg = (xml: string): Parts => ({
  'word/media/image9.svg': `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">${xml}</svg>`,
});
