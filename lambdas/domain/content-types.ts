// The content types Airlock knows: their extension, their other names, and how they may be served.

/** What is known of one content type. */
export interface ContentType {
  /** Extension that keys of this type end with. */
  readonly extension: `.${string}`;
  /** Other names of the very same format, as browsers, systems and detectors write them. */
  readonly aliases?: readonly string[];
  /** A text format: judged by reading it, since it has no mark of its own. */
  readonly text?: true;
  /** Safe to show in a browser: it cannot run script in the origin that serves it. */
  readonly inline?: true;
}

const known: Readonly<Record<string, ContentType>> = {
  'image/jpeg': { extension: '.jpg', aliases: ['image/jpg', 'image/pjpeg'], inline: true },
  // An animated PNG is a PNG: browsers claim either name for the same bytes.
  'image/png': {
    extension: '.png',
    aliases: ['image/x-png', 'image/apng', 'image/vnd.mozilla.apng'],
    inline: true,
  },
  'image/gif': { extension: '.gif', inline: true },
  'image/webp': { extension: '.webp', inline: true },
  'image/avif': { extension: '.avif', aliases: ['image/avif-sequence'], inline: true },
  'image/heic': {
    extension: '.heic',
    aliases: ['image/heif', 'image/heic-sequence', 'image/heif-sequence'],
    inline: true,
  },
  'image/bmp': { extension: '.bmp', aliases: ['image/x-ms-bmp', 'image/x-bmp'], inline: true },
  'image/tiff': { extension: '.tif' },
  'image/x-icon': { extension: '.ico', aliases: ['image/vnd.microsoft.icon'], inline: true },

  'application/pdf': { extension: '.pdf', aliases: ['application/x-pdf'], inline: true },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': { extension: '.docx' },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { extension: '.xlsx' },
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': {
    extension: '.pptx',
  },
  'application/vnd.oasis.opendocument.text': { extension: '.odt' },
  'application/vnd.oasis.opendocument.spreadsheet': { extension: '.ods' },
  'application/vnd.oasis.opendocument.presentation': { extension: '.odp' },
  'application/rtf': { extension: '.rtf', aliases: ['text/rtf', 'application/x-rtf'] },
  'application/epub+zip': { extension: '.epub' },

  'application/zip': { extension: '.zip', aliases: ['application/x-zip-compressed'] },
  'application/gzip': { extension: '.gz', aliases: ['application/x-gzip'] },
  'application/x-7z-compressed': { extension: '.7z' },
  'application/x-tar': { extension: '.tar' },

  'text/plain': { extension: '.txt', text: true, inline: true },
  'text/csv': { extension: '.csv', aliases: ['application/csv'], text: true },
  'text/markdown': { extension: '.md', aliases: ['text/x-markdown'], text: true },
  'application/json': { extension: '.json', aliases: ['text/json'], text: true },
  'text/vtt': { extension: '.vtt', text: true },
  'text/calendar': { extension: '.ics', text: true },
  'text/vcard': {
    extension: '.vcf',
    aliases: ['text/x-vcard', 'text/directory'],
    text: true,
  },

  'audio/mpeg': { extension: '.mp3', aliases: ['audio/mp3', 'audio/x-mp3'], inline: true },
  'audio/mp4': { extension: '.m4a', aliases: ['audio/x-m4a', 'audio/m4a'], inline: true },
  'audio/wav': {
    extension: '.wav',
    aliases: ['audio/x-wav', 'audio/wave', 'audio/vnd.wave'],
    inline: true,
  },
  'audio/ogg': {
    extension: '.ogg',
    aliases: ['application/ogg', 'audio/opus', 'audio/vorbis'],
    inline: true,
  },
  'audio/flac': { extension: '.flac', aliases: ['audio/x-flac'], inline: true },
  'audio/aac': { extension: '.aac', aliases: ['audio/x-aac', 'audio/aacp'], inline: true },
  'video/mp4': { extension: '.mp4', aliases: ['video/x-m4v'], inline: true },
  'video/quicktime': { extension: '.mov', inline: true },
  // The container is the same whether or not it holds pictures, and its head does not tell.
  'video/webm': { extension: '.webm', aliases: ['audio/webm'], inline: true },
  'video/matroska': { extension: '.mkv', aliases: ['video/x-matroska'], inline: true },
  'video/ogg': { extension: '.ogv', inline: true },
};

const canonicalNames: ReadonlyMap<string, string> = new Map(
  Object.entries(known).flatMap(([name, { aliases = [] }]) =>
    [name, ...aliases].map((alias) => [alias, name] as const),
  ),
);

/** The one name of a content type: lower case, without parameters, aliases resolved. Unknown names pass through. */
export function canonicalType(name: string): string {
  const bare = (name.split(';', 1)[0] ?? '').trim().toLowerCase();
  return canonicalNames.get(bare) ?? bare;
}

/** Whether Airlock can judge this content type, by any of its names. */
export const isKnownContentType = (name: string): boolean =>
  Object.hasOwn(known, canonicalType(name));

/** The extension that a key of this type ends with; none for a type that is not known. */
export const extensionOf = (name: string): string => known[canonicalType(name)]?.extension ?? '';

/** Whether this is a text format, judged by reading it. */
export const isTextType = (name: string): boolean => known[canonicalType(name)]?.text === true;

/** Whether a browser may show this type in place; everything else is served as an attachment. */
export const mayServeInline = (name: string): boolean =>
  known[canonicalType(name)]?.inline === true;
