// The content types Airlock knows, by their canonical names: what keys end with, what people say, how they may be served.

/** What is known of one content type. */
export interface ContentType {
  /** Extension that keys of this type end with. */
  readonly extension: `.${string}`;
  /** The type as people say it, without an article. */
  readonly name: string;
  /** Other names of the very same format, as browsers, systems and detectors write them. */
  readonly aliases?: readonly string[];
  /** A text format: judged by reading it, since it has no mark of its own. */
  readonly text?: true;
  /** An office document without programs in it. */
  readonly office?: true;
  /** Safe to show in a browser: it cannot run script in the origin that serves it. */
  readonly inline?: true;
  /** Runs code in what usually opens it: taken only by a collection that names it. */
  readonly unsafe?: true;
}

/** Every type that uploads can be judged by. */
export const knownTypes: Readonly<Record<string, ContentType>> = {
  'image/jpeg': {
    extension: '.jpg',
    name: 'JPEG image',
    aliases: ['image/jpg', 'image/pjpeg'],
    inline: true,
  },
  // An animated PNG is a PNG: browsers claim either name for the same bytes.
  'image/png': {
    extension: '.png',
    name: 'PNG image',
    aliases: ['image/x-png', 'image/apng', 'image/vnd.mozilla.apng'],
    inline: true,
  },
  'image/gif': { extension: '.gif', name: 'GIF image', inline: true },
  'image/webp': { extension: '.webp', name: 'WebP image', inline: true },
  'image/avif': {
    extension: '.avif',
    name: 'AVIF image',
    aliases: ['image/avif-sequence'],
    inline: true,
  },
  'image/heic': {
    extension: '.heic',
    name: 'HEIC image',
    aliases: ['image/heif', 'image/heic-sequence', 'image/heif-sequence'],
    inline: true,
  },
  'image/bmp': {
    extension: '.bmp',
    name: 'BMP image',
    aliases: ['image/x-ms-bmp', 'image/x-bmp'],
    inline: true,
  },
  'image/tiff': { extension: '.tif', name: 'TIFF image' },
  'image/x-icon': {
    extension: '.ico',
    name: 'icon',
    aliases: ['image/vnd.microsoft.icon'],
    inline: true,
  },

  'application/pdf': {
    extension: '.pdf',
    name: 'PDF document',
    aliases: ['application/x-pdf'],
    inline: true,
  },
  'application/rtf': {
    extension: '.rtf',
    name: 'rich text',
    aliases: ['text/rtf', 'application/x-rtf'],
  },
  'application/epub+zip': { extension: '.epub', name: 'EPUB book' },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    extension: '.docx',
    name: 'Word document',
    office: true,
  },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.template': {
    extension: '.dotx',
    name: 'Word template',
    office: true,
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
    extension: '.xlsx',
    name: 'Excel sheet',
    office: true,
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.template': {
    extension: '.xltx',
    name: 'Excel template',
    office: true,
  },
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': {
    extension: '.pptx',
    name: 'PowerPoint slides',
    office: true,
  },
  'application/vnd.openxmlformats-officedocument.presentationml.slideshow': {
    extension: '.ppsx',
    name: 'PowerPoint show',
    office: true,
  },
  'application/vnd.openxmlformats-officedocument.presentationml.template': {
    extension: '.potx',
    name: 'PowerPoint template',
    office: true,
  },
  'application/vnd.oasis.opendocument.text': {
    extension: '.odt',
    name: 'OpenDocument text',
    office: true,
  },
  'application/vnd.oasis.opendocument.spreadsheet': {
    extension: '.ods',
    name: 'OpenDocument sheet',
    office: true,
  },
  'application/vnd.oasis.opendocument.presentation': {
    extension: '.odp',
    name: 'OpenDocument slides',
    office: true,
  },
  'application/vnd.oasis.opendocument.graphics': {
    extension: '.odg',
    name: 'OpenDocument drawing',
    office: true,
  },
  // The same documents with programs in them, which Office runs when it is told to: never part of a family.
  'application/vnd.ms-word.document.macroenabled.12': {
    extension: '.docm',
    name: 'Word document with macros',
    unsafe: true,
  },
  'application/vnd.ms-word.template.macroenabled.12': {
    extension: '.dotm',
    name: 'Word template with macros',
    unsafe: true,
  },
  'application/vnd.ms-excel.sheet.macroenabled.12': {
    extension: '.xlsm',
    name: 'Excel sheet with macros',
    unsafe: true,
  },
  'application/vnd.ms-excel.template.macroenabled.12': {
    extension: '.xltm',
    name: 'Excel template with macros',
    unsafe: true,
  },
  'application/vnd.ms-powerpoint.presentation.macroenabled.12': {
    extension: '.pptm',
    name: 'PowerPoint slides with macros',
    unsafe: true,
  },
  'application/vnd.ms-powerpoint.slideshow.macroenabled.12': {
    extension: '.ppsm',
    name: 'PowerPoint show with macros',
    unsafe: true,
  },
  'application/vnd.ms-powerpoint.template.macroenabled.12': {
    extension: '.potm',
    name: 'PowerPoint template with macros',
    unsafe: true,
  },

  'application/zip': {
    extension: '.zip',
    name: 'ZIP archive',
    aliases: ['application/x-zip-compressed'],
  },
  'application/gzip': { extension: '.gz', name: 'gzip archive', aliases: ['application/x-gzip'] },
  'application/x-bzip2': {
    extension: '.bz2',
    name: 'bzip2 archive',
    aliases: ['application/x-bzip'],
  },
  'application/x-xz': { extension: '.xz', name: 'xz archive' },
  'application/zstd': { extension: '.zst', name: 'Zstandard archive' },
  'application/x-7z-compressed': { extension: '.7z', name: '7z archive' },
  'application/vnd.rar': {
    extension: '.rar',
    name: 'RAR archive',
    aliases: ['application/x-rar-compressed', 'application/x-rar'],
  },
  'application/x-tar': { extension: '.tar', name: 'tar archive' },

  'text/plain': { extension: '.txt', name: 'plain text', text: true, inline: true },
  'text/csv': { extension: '.csv', name: 'CSV table', aliases: ['application/csv'], text: true },
  'text/markdown': {
    extension: '.md',
    name: 'Markdown text',
    aliases: ['text/x-markdown'],
    text: true,
  },
  'application/json': { extension: '.json', name: 'JSON text', aliases: ['text/json'], text: true },
  'text/vtt': { extension: '.vtt', name: 'subtitles', text: true },
  'text/calendar': { extension: '.ics', name: 'calendar', text: true },
  'text/vcard': {
    extension: '.vcf',
    name: 'contact',
    aliases: ['text/x-vcard', 'text/directory'],
    text: true,
  },

  'audio/mpeg': {
    extension: '.mp3',
    name: 'MP3 audio',
    aliases: ['audio/mp3', 'audio/x-mp3'],
    inline: true,
  },
  'audio/mp4': {
    extension: '.m4a',
    name: 'M4A audio',
    aliases: ['audio/x-m4a', 'audio/m4a'],
    inline: true,
  },
  'audio/wav': {
    extension: '.wav',
    name: 'WAV audio',
    aliases: ['audio/x-wav', 'audio/wave', 'audio/vnd.wave'],
    inline: true,
  },
  'audio/ogg': {
    extension: '.ogg',
    name: 'Ogg audio',
    aliases: ['application/ogg', 'audio/opus', 'audio/vorbis'],
    inline: true,
  },
  'audio/flac': { extension: '.flac', name: 'FLAC audio', aliases: ['audio/x-flac'], inline: true },
  'audio/aac': {
    extension: '.aac',
    name: 'AAC audio',
    aliases: ['audio/x-aac', 'audio/aacp'],
    inline: true,
  },
  'audio/aiff': { extension: '.aif', name: 'AIFF audio', aliases: ['audio/x-aiff'] },
  'audio/amr': { extension: '.amr', name: 'AMR audio' },
  'audio/midi': { extension: '.mid', name: 'MIDI music', aliases: ['audio/mid', 'audio/x-midi'] },
  'video/mp4': { extension: '.mp4', name: 'MP4 video', aliases: ['video/x-m4v'], inline: true },
  'video/quicktime': { extension: '.mov', name: 'QuickTime video', inline: true },
  // The container is the same whether or not it holds pictures, and its head does not tell.
  'video/webm': { extension: '.webm', name: 'WebM video', aliases: ['audio/webm'], inline: true },
  'video/matroska': {
    extension: '.mkv',
    name: 'Matroska video',
    aliases: ['video/x-matroska'],
    inline: true,
  },
  'video/ogg': { extension: '.ogv', name: 'Ogg video', inline: true },
  'video/3gpp': { extension: '.3gp', name: '3GP video', aliases: ['audio/3gpp'] },
  'video/3gpp2': { extension: '.3g2', name: '3G2 video', aliases: ['audio/3gpp2'] },
  'video/mpeg': { extension: '.mpg', name: 'MPEG video', aliases: ['video/mp1s', 'video/mp2p'] },
  'video/mp2t': { extension: '.ts', name: 'MPEG stream' },
  'video/vnd.avi': {
    extension: '.avi',
    name: 'AVI video',
    aliases: ['video/x-msvideo', 'video/avi', 'video/msvideo'],
  },

  'font/woff2': { extension: '.woff2', name: 'web font' },
  'font/woff': { extension: '.woff', name: 'web font' },
  'font/ttf': { extension: '.ttf', name: 'TrueType font', aliases: ['application/x-font-ttf'] },
  'font/otf': { extension: '.otf', name: 'OpenType font' },
};
