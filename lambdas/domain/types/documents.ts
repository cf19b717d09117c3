// The content types of documents: PDF, rich text, books, office documents, mail.
import type { TypeTable } from './content-type.ts';

/** Documents by canonical type. */
export const documentTypes: TypeTable = {
  'application/pdf': {
    extension: '.pdf',
    name: 'PDF document',
    aliases: ['application/x-pdf'],
    inline: true,
  },
  'application/rtf': {
    extension: '.rtf',
    name: 'rich text document',
    aliases: ['text/rtf', 'application/x-rtf'],
  },
  'application/epub+zip': { extension: '.epub', name: 'EPUB book', article: 'an' },
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
    name: 'Excel workbook',
    article: 'an',
    office: true,
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.template': {
    extension: '.xltx',
    name: 'Excel template',
    article: 'an',
    office: true,
  },
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': {
    extension: '.pptx',
    name: 'PowerPoint presentation',
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
    name: 'OpenDocument text document',
    article: 'an',
    office: true,
  },
  'application/vnd.oasis.opendocument.spreadsheet': {
    extension: '.ods',
    name: 'OpenDocument spreadsheet',
    article: 'an',
    office: true,
  },
  'application/vnd.oasis.opendocument.presentation': {
    extension: '.odp',
    name: 'OpenDocument presentation',
    article: 'an',
    office: true,
  },
  'application/vnd.oasis.opendocument.graphics': {
    extension: '.odg',
    name: 'OpenDocument drawing',
    article: 'an',
    office: true,
  },
  'application/vnd.oasis.opendocument.text-template': {
    extension: '.ott',
    name: 'OpenDocument text template',
    article: 'an',
    office: true,
  },
  'application/vnd.oasis.opendocument.spreadsheet-template': {
    extension: '.ots',
    name: 'OpenDocument spreadsheet template',
    article: 'an',
    office: true,
  },
  'application/vnd.oasis.opendocument.presentation-template': {
    extension: '.otp',
    name: 'OpenDocument presentation template',
    article: 'an',
    office: true,
  },
  // Office 97 to 2003: compound files ([MS-CFB]), which few collections want and many macro viruses come in.
  'application/msword': {
    extension: '.doc',
    otherExtensions: ['.dot', '.wbk'],
    name: 'Word 97–2003 document',
    aliases: ['application/vnd.ms-word', 'application/x-msword'],
    byNameOnly: true,
  },
  'application/vnd.ms-excel': {
    extension: '.xls',
    otherExtensions: ['.xlt'],
    name: 'Excel 97–2003 workbook',
    article: 'an',
    aliases: ['application/msexcel', 'application/x-msexcel', 'application/x-excel'],
    byNameOnly: true,
  },
  'application/vnd.ms-powerpoint': {
    extension: '.ppt',
    otherExtensions: ['.pps', '.pot'],
    name: 'PowerPoint 97–2003 presentation',
    aliases: ['application/mspowerpoint', 'application/x-mspowerpoint'],
    byNameOnly: true,
  },
  // Mail carries whatever was attached to it, so no family holds it.
  'application/vnd.ms-outlook': {
    extension: '.msg',
    name: 'Outlook message',
    article: 'an',
    byNameOnly: true,
  },
  'message/rfc822': {
    extension: '.eml',
    name: 'mail message',
    text: true,
    widerType: 'text/plain',
    aliases: ['message/global'],
    byNameOnly: true,
  },
  'application/vnd.apple.pages': {
    extension: '.pages',
    name: 'Pages document',
    aliases: ['application/x-iwork-pages-sffpages'],
    byNameOnly: true,
  },
  'application/vnd.apple.numbers': {
    extension: '.numbers',
    name: 'Numbers spreadsheet',
    aliases: ['application/x-iwork-numbers-sffnumbers'],
    byNameOnly: true,
  },
  'application/vnd.apple.keynote': {
    extension: '.key',
    name: 'Keynote presentation',
    aliases: ['application/x-iwork-keynote-sffkey'],
    byNameOnly: true,
  },
  // The same documents with programs in them, which Office runs when its user allows it: never part of a family.
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
    name: 'Excel workbook with macros',
    article: 'an',
    unsafe: true,
  },
  'application/vnd.ms-excel.template.macroenabled.12': {
    extension: '.xltm',
    name: 'Excel template with macros',
    article: 'an',
    unsafe: true,
  },
  'application/vnd.ms-powerpoint.presentation.macroenabled.12': {
    extension: '.pptm',
    name: 'PowerPoint presentation with macros',
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
};
