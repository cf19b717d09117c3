// Chooses the reader of each type, which reads the format's own structure beyond its mark.
import { isOfficeType, isUnsafeType } from '../content-types.ts';
import { HEAD_MAX_BYTES, type MeteredBytes, type StoredBytes } from '../stored-bytes.ts';
import type { Evidence } from '../verdict.ts';
import { inspectGzip } from './archives/inspect-gzip.ts';
import { inspectTar } from './archives/inspect-tar.ts';
import { inspectBmp } from './bmp.ts';
import { LOCKED_OFFICE } from './compound/compound-type.ts';
import { inspectCompound } from './compound/inspect-compound.ts';
import type { ForeignContent } from './evidence.ts';
import { findForeign } from './foreign-content.ts';
import { inspectGif } from './gif.ts';
import { inspectHeif } from './heif.ts';
import { inspectIco } from './ico.ts';
import { inspectJpeg } from './jpeg.ts';
import { inspectMail } from './mail/inspect-mail.ts';
import { inspectMp4 } from './mp4.ts';
import { inspectOffice } from './office/inspect-office.ts';
import { inspectOpenDocument } from './opendocument/inspect-opendocument.ts';
import { isOpenDocumentType } from './opendocument/manifest.ts';
import { inspectPdf } from './pdf/pdf.ts';
import { inspectPng } from './png.ts';
import { readEnds } from './reading.ts';
import { inspectRtf } from './rtf/inspect-rtf.ts';
import { inspectSevenZip } from './seven-zip.ts';
import { inspectMatroska, inspectMp3, inspectOgg, inspectWav } from './sound.ts';
import { inspectTiff } from './tiff.ts';
import { inspectWebp } from './webp.ts';
import { inspectZip } from './zip/inspect-zip.ts';

type Reader = (bytes: MeteredBytes) => Promise<Partial<Evidence>>;

const image =
  (inspect: (bytes: StoredBytes) => Promise<NonNullable<Evidence['image']>>): Reader =>
  // Both ends are read before the format's own walk, which may use up the budget.
  async (bytes) => ({ foreign: await foreignIn(bytes), image: await inspect(bytes) });

const archive =
  (inspect: (bytes: MeteredBytes) => Promise<NonNullable<Evidence['archive']>>): Reader =>
  async (bytes) => ({ archive: await inspect(bytes) });

const media =
  (inspect: (bytes: StoredBytes) => Promise<NonNullable<Evidence['media']>>): Reader =>
  async (bytes) => ({
    foreign: findForeign(await bytes.read(0, HEAD_MAX_BYTES)) ?? (await zipBehind(bytes)),
    media: await inspect(bytes),
  });

const document: Reader = async (bytes) => ({
  foreign: await zipBehind(bytes),
  document: await inspectPdf(bytes.whole()),
});

/** The readers by canonical type. */
const readers: Readonly<Record<string, Reader>> = {
  'image/jpeg': image(inspectJpeg),
  'image/png': image(inspectPng),
  'image/gif': image(inspectGif),
  'image/webp': image(inspectWebp),
  'image/avif': image(inspectHeif),
  'image/heic': image(inspectHeif),
  'image/bmp': image(inspectBmp),
  'image/tiff': image(inspectTiff),
  'image/x-icon': image(inspectIco),
  'application/pdf': document,
  'application/rtf': async (bytes) => ({
    foreign: await zipBehind(bytes),
    document: await inspectRtf(bytes),
  }),
  'application/msword': inspectCompound,
  'application/vnd.ms-excel': inspectCompound,
  'application/vnd.ms-powerpoint': inspectCompound,
  'application/vnd.ms-outlook': inspectCompound,
  [LOCKED_OFFICE]: inspectCompound,
  'message/rfc822': async (bytes) => ({ document: await inspectMail(bytes) }),
  'application/zip': archive(inspectZip),
  'application/epub+zip': archive(inspectZip),
  'application/vnd.apple.pages': archive(inspectZip),
  'application/vnd.apple.numbers': archive(inspectZip),
  'application/vnd.apple.keynote': archive(inspectZip),
  'application/gzip': archive(inspectGzip),
  'application/x-7z-compressed': archive(inspectSevenZip),
  'application/x-tar': archive(inspectTar),
  'video/mp4': media(inspectMp4),
  'video/quicktime': media(inspectMp4),
  'audio/mp4': media(inspectMp4),
  'video/3gpp': media(inspectMp4),
  'video/3gpp2': media(inspectMp4),
  'video/webm': media(inspectMatroska),
  'audio/webm': media(inspectMatroska),
  'audio/matroska': media(inspectMatroska),
  'video/matroska': media(inspectMatroska),
  'video/ogg': media(inspectOgg),
  'audio/ogg': media(inspectOgg),
  'audio/mpeg': media(inspectMp3),
  'audio/wav': media(inspectWav),
};

/**
 * Reads the structure of an object of a detected type; types without a reader add nothing. Throws BudgetExceededError, and
 * nothing else.
 */
export async function lookCloser(type: string, bytes: MeteredBytes): Promise<Partial<Evidence>> {
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (read) return await read(bytes);
  if (isOpenDocumentType(type)) return await inspectOpenDocument(bytes);
  return isOfficeType(type) || isUnsafeType(type) ? await inspectOffice(bytes) : {};
}

async function foreignIn(bytes: StoredBytes): Promise<ForeignContent | undefined> {
  const { head, tail, tailStart, isWhole } = await readEnds(bytes);
  return findForeign(head) ?? (isWhole ? undefined : findForeign(tail, tailStart));
}

/** A document may quote any page or program, but an archive behind its end is a second file. */
async function zipBehind(bytes: StoredBytes): Promise<ForeignContent | undefined> {
  const { tail, tailStart } = await readEnds(bytes);
  return findForeign(tail, tailStart, ['ZIP']);
}
