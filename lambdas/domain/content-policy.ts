// The part of airlock.config.ts about the content of files: how large images and archives may be, and what they may contain.
import { withDefaults } from './with-defaults.ts';

/** Accept the content, or refuse the file. */
export type Switch = 'accept' | 'reject';

/** How large images may be, by what their headers claim. */
export interface ImageLimits {
  /** Pixels across. Default: 16,384. */
  readonly maxWidth: number;
  /** Pixels down. Default: 16,384. */
  readonly maxHeight: number;
  /** Width times height. Default: 100,000,000, which decodes to 400 MB. */
  readonly maxPixels: number;
  /** Frames of an animation, pages of a TIFF, pictures of an icon. Default: 1,000. */
  readonly maxFrames: number;
}

/** What archives may claim to unpack to. Office documents are archives too. */
export interface ArchiveLimits {
  /** Default: 10,000. */
  readonly maxEntries: number;
  /** Bytes of all entries unpacked. Default: 10 GiB. */
  readonly maxExpandedBytes: number;
  /** Bytes unpacked for each byte packed; counts from 10 MiB unpacked on. Default: 200. */
  readonly maxRatio: number;
  /** Archives within an archive, whose content no directory lists. Default: `reject`. */
  readonly nested: Switch;
}

/** What a user writes of this in a collection; everything has a safe default. */
export interface ContentInput {
  /** How large images may be. */
  readonly image?: Partial<ImageLimits>;
  /** What archives and office documents may claim to unpack to. */
  readonly archive?: Partial<ArchiveLimits>;
  /**
   * Data before the beginning or after the end of an image or a PDF, that nothing in the file announces. What cameras
   * append and announce is part of an image and always let in. Default: `reject`.
   */
  readonly trailingData?: Switch;
  /** JavaScript in a PDF, actions that start programs, and actions that it performs by itself. Default: `reject`. */
  readonly pdfActions?: Switch;
  /** Files attached within a PDF; electronic invoices (Factur-X, ZUGFeRD) have one. Default: `reject`. */
  readonly embeddedFiles?: Switch;
  /** PDFs and archives that are encrypted, whose content cannot be validated. Default: `reject`. */
  readonly encryptedFiles?: Switch;
  /** Macros, scripts and Dynamic Data Exchange in documents that are not of a macro type. Default: `reject`. */
  readonly macros?: Switch;
  /** Objects of other programs, controls and programs inside documents. Default: `reject`. */
  readonly embeddedObjects?: Switch;
  /** Templates, objects, pictures and data that a document fetches from elsewhere when it is opened. Default: `reject`. */
  readonly externalContent?: Switch;
  /** Films without their index, as of a recorder that lost its power. Default: `accept`. */
  readonly unfinishedMedia?: Switch;
  /**
   * A file that is not of the type that it was uploaded as, but of another one that the collection takes: `correct` keeps it
   * as what it is, `reject` refuses it. Default: `correct`.
   */
  readonly typeMismatch?: 'correct' | 'reject';
  /** Encodings that text may be in: `any` that is recognised, or `utf-8` alone. Default: `any`. */
  readonly textCharset?: 'any' | 'utf-8';
  /**
   * Types that the collection takes although Airlock cannot validate them, each with its one extension, such as `{
   * 'image/vnd.dwg': '.dwg' }`. Their files are downloaded, never shown in place, and saved under that extension; programs,
   * markup and files of other known types are still refused. Demand a malware scan beside it. Default: none.
   */
  readonly opaqueTypes?: Readonly<Record<string, `.${string}`>>;
}

/** The same with every default filled in. */
export type ContentPolicy = Required<Omit<ContentInput, 'image' | 'archive'>> & {
  readonly image: ImageLimits;
  readonly archive: ArchiveLimits;
};

const imageDefaults: ImageLimits = {
  maxWidth: 16_384,
  maxHeight: 16_384,
  maxPixels: 100_000_000,
  maxFrames: 1_000,
};

const archiveDefaults: ArchiveLimits = {
  maxEntries: 10_000,
  maxExpandedBytes: 10 * 1024 ** 3,
  maxRatio: 200,
  nested: 'reject',
};

/** Fills in the defaults. */
export const defineContent = ({
  image,
  archive,
  trailingData = 'reject',
  pdfActions = 'reject',
  embeddedFiles = 'reject',
  encryptedFiles = 'reject',
  macros = 'reject',
  embeddedObjects = 'reject',
  externalContent = 'reject',
  unfinishedMedia = 'accept',
  typeMismatch = 'correct',
  textCharset = 'any',
  opaqueTypes = {},
}: ContentInput): ContentPolicy => ({
  image: withDefaults(imageDefaults, image),
  archive: withDefaults(archiveDefaults, archive),
  trailingData,
  pdfActions,
  embeddedFiles,
  encryptedFiles,
  macros,
  embeddedObjects,
  externalContent,
  unfinishedMedia,
  typeMismatch,
  textCharset,
  opaqueTypes,
});
