// The type of a container by its content: brands and document types name the writer's intent, tracks the actual content.
import type { StoredBytes } from '../stored-bytes.ts';
import { hasMark, latin1, uint32 } from './fields.ts';
import { isoTracks } from './iso-tracks.ts';
import { isMatroskaSound } from './matroska-tracks.ts';
import { isOggVideo } from './ogg-streams.ts';

/** Refines the canonical type that a container's mark shows; any other type is returned as it is. Throws BudgetExceededError. */
export async function containerType(type: string, bytes: StoredBytes): Promise<string> {
  switch (type) {
    case 'video/mp4':
    case 'video/3gpp':
    case 'video/3gpp2':
    case 'audio/mp4':
    case 'image/heic':
    case 'image/avif':
      return (await imageType(bytes)) ?? (await isoType(type, bytes));
    case 'video/webm':
      return (await isMatroskaSound(bytes)) ? 'audio/webm' : type;
    case 'video/matroska':
      return (await isMatroskaSound(bytes)) ? 'audio/matroska' : type;
    case 'audio/ogg':
    case 'video/ogg':
      return (await isOggVideo(bytes)) ? 'video/ogg' : 'audio/ogg';
    default:
      return type;
  }
}

/** Sound in ISO boxes is MPEG-4 audio, whatever the brand: recorders and converters write the brand of a film. */
async function isoType(type: string, bytes: StoredBytes): Promise<string> {
  if (type.startsWith('image/')) return type;
  const tracks = await isoTracks(bytes);
  if (!tracks) return type;
  // A file with the brand of sound stays sound, even with pictures of chapters.
  const isFilm = type === 'audio/mp4' ? tracks.hasEnabledVideo : tracks.hasVideo;
  if (isFilm) return type === 'audio/mp4' ? 'video/mp4' : type;
  return tracks.hasSound ? 'audio/mp4' : type;
}

/** Longest `ftyp` box that is read: each brand is four bytes, and files name about ten. */
const FTYP_MAX_BYTES = 512;
/** Brands of pictures (ISO/IEC 23008-12 §10, AV1 Image File Format §7, MIAF). */
const imageBrands: ReadonlySet<string> = new Set(
  'mif1 mif2 msf1 miaf MiHB MiHA MiHE MA1A MA1B avif avis heic heix heim heis hevc hevx hevm hevs avci avcs'.split(
    ' ',
  ),
);

/** The type of a picture by its brands; undefined for what is no picture. A general brand is made clear by the others. */
async function imageType(bytes: StoredBytes): Promise<string | undefined> {
  const head = await bytes.read(0, FTYP_MAX_BYTES);
  if (!hasMark(head, 4, 'ftyp') || head.byteLength < 16) return undefined;
  const major = latin1(head, 8);
  if (!imageBrands.has(major)) return undefined;
  if (/^(?:avi|MA1)/.test(major)) return 'image/avif';
  if (/^(?:he|avc|MiH)/.test(major)) return 'image/heic';
  const end = Math.min(uint32(head, 0), head.byteLength & ~3);
  for (let at = 16; at + 4 <= end; at += 4) {
    const brand = latin1(head, at);
    if (brand === 'avif' || brand === 'avis') return 'image/avif';
  }
  return 'image/heic';
}
