// The content type to claim: what the source says, or else what its extension suggests.

/** Types that browsers and Node often do not know. The server judges the bytes, so a wrong guess is refused, not believed. */
const typeByExtension = new Map(
  Object.entries({
    aac: 'audio/aac',
    avif: 'image/avif',
    csv: 'text/csv',
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    flac: 'audio/flac',
    gif: 'image/gif',
    heic: 'image/heic',
    ics: 'text/calendar',
    jpeg: 'image/jpeg',
    jpg: 'image/jpeg',
    json: 'application/json',
    m4a: 'audio/mp4',
    md: 'text/markdown',
    mkv: 'video/x-matroska',
    mov: 'video/quicktime',
    mp3: 'audio/mpeg',
    mp4: 'video/mp4',
    odp: 'application/vnd.oasis.opendocument.presentation',
    ods: 'application/vnd.oasis.opendocument.spreadsheet',
    odt: 'application/vnd.oasis.opendocument.text',
    ogg: 'audio/ogg',
    ogv: 'video/ogg',
    pdf: 'application/pdf',
    png: 'image/png',
    pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    rtf: 'application/rtf',
    txt: 'text/plain',
    vcf: 'text/vcard',
    vtt: 'text/vtt',
    wav: 'audio/wav',
    webm: 'video/webm',
    webp: 'image/webp',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  }),
);

/** The essence of `type` in lower case, or what the extension of `name` suggests, or `application/octet-stream`. */
export function claimedType(type: string, name: string): string {
  const essence = (type.split(';')[0] ?? '').trim().toLowerCase();
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return essence || (typeByExtension.get(extension) ?? 'application/octet-stream');
}
