// Content types as people call them, in a sentence and on a small tile.

const names: Readonly<Record<string, readonly [name: string, tag: string]>> = {
  'image/jpeg': ['JPEG image', 'JPEG'],
  'image/png': ['PNG image', 'PNG'],
  'image/gif': ['GIF image', 'GIF'],
  'image/webp': ['WebP image', 'WebP'],
  'image/avif': ['AVIF image', 'AVIF'],
  'image/heic': ['HEIC image', 'HEIC'],
  'image/bmp': ['BMP image', 'BMP'],
  'image/tiff': ['TIFF image', 'TIFF'],
  'image/x-icon': ['icon', 'ICO'],
  'image/svg+xml': ['SVG drawing', 'SVG'],
  'application/pdf': ['PDF document', 'PDF'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': [
    'Word document',
    'DOCX',
  ],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['Excel sheet', 'XLSX'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': [
    'PowerPoint slides',
    'PPTX',
  ],
  'application/vnd.oasis.opendocument.text': ['OpenDocument text', 'ODT'],
  'application/vnd.oasis.opendocument.spreadsheet': ['OpenDocument sheet', 'ODS'],
  'application/vnd.oasis.opendocument.presentation': ['OpenDocument slides', 'ODP'],
  'application/rtf': ['rich text', 'RTF'],
  'application/epub+zip': ['EPUB book', 'EPUB'],
  'application/zip': ['ZIP archive', 'ZIP'],
  'application/gzip': ['gzip archive', 'GZ'],
  'application/x-7z-compressed': ['7z archive', '7Z'],
  'application/x-tar': ['tar archive', 'TAR'],
  'application/json': ['JSON', 'JSON'],
  'application/xml': ['XML', 'XML'],
  'application/x-msdownload': ['Windows program', 'EXE'],
  'application/x-elf': ['Linux program', 'ELF'],
  'application/x-mach-binary': ['macOS program', 'MACH'],
  'text/plain': ['plain text', 'TXT'],
  'text/csv': ['CSV table', 'CSV'],
  'text/markdown': ['Markdown', 'MD'],
  'text/html': ['HTML page', 'HTML'],
  'text/vtt': ['subtitles', 'VTT'],
  'text/calendar': ['calendar', 'ICS'],
  'text/vcard': ['contact', 'VCF'],
  'audio/mpeg': ['MP3 audio', 'MP3'],
  'audio/mp4': ['M4A audio', 'M4A'],
  'audio/wav': ['WAV audio', 'WAV'],
  'audio/ogg': ['Ogg audio', 'OGG'],
  'audio/flac': ['FLAC audio', 'FLAC'],
  'audio/aac': ['AAC audio', 'AAC'],
  'video/mp4': ['MP4 video', 'MP4'],
  'video/quicktime': ['QuickTime video', 'MOV'],
  'video/webm': ['WebM video', 'WebM'],
  'video/matroska': ['Matroska video', 'MKV'],
  'video/x-matroska': ['Matroska video', 'MKV'],
  'video/ogg': ['Ogg video', 'OGV'],
};

/** A content type as people say it: `PNG image`; the bare type when it has no better name. */
export const typeInWords = (contentType: string): string => names[contentType]?.[0] ?? contentType;

/** A content type in at most five letters, for the tile beside a file's name. */
export function typeTag(contentType: string): string {
  const tag = names[contentType]?.[1];
  if (tag) return tag;
  const subtype = contentType.split('/')[1] ?? '';
  return /^[a-z0-9]{1,5}$/.test(subtype) ? subtype.toUpperCase() : 'FILE';
}

/** Several content types as one enumeration: `JPEG, PNG and GIF`. */
export function typesInWords(contentTypes: readonly string[]): string {
  const tags = [...new Set(contentTypes.map(typeTag))];
  const last = tags.pop() ?? 'nothing';
  return tags.length === 0 ? last : `${tags.join(', ')} and ${last}`;
}
