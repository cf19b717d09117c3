// Lists the facts about a file as pairs of a name and a text.
import { bytesInWords } from '../lambdas/domain/bytes-in-words.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import {
  archiveInWords,
  checksumInWords,
  documentInWords,
  flawInWords,
  locationInWords,
  pictureInWords,
  readInWords,
  scanInWords,
} from './evidence-words.ts';
import { typeInWords } from './type-names.ts';
import { statusInWords, verdictInWords } from './words.ts';

/** The text of one fact; undefined when the file has none. */
type FactText = (file: FileRecord) => string | undefined;

/** The facts in the order of the dialog. */
const facts: Readonly<Record<string, FactText>> = {
  Status: (file) => `${statusInWords(file.status)}. ${verdictInWords(file, new Date())}`,
  'File name': ({ filename }) => filename,
  Type: ({ verdict, contentType }) => typeInWords(verdict?.detectedType ?? contentType),
  'Uploaded as': ({ verdict }) =>
    verdict && differingClaim(verdict.declaredType, verdict.detectedType),
  Size: ({ size }) => bytesInWords(size),
  'Claimed size': ({ verdict }) =>
    verdict?.declaredSize === undefined || verdict.declaredSize === verdict.size
      ? undefined
      : `${verdict.declaredSize} bytes, of which ${verdict.size ?? 'none'} arrived`,
  Picture: ({ image, verdict }) => pictureInWords(image ?? verdict?.image),
  Place: ({ verdict }) => locationInWords(verdict?.image?.hasGps),
  Document: ({ verdict }) => documentInWords(verdict?.document),
  Contents: ({ verdict }) => archiveInWords(verdict?.archive),
  Structure: ({ verdict }) => flawInWords(verdict),
  Scan: ({ verdict }) => scanInWords(verdict?.scan),
  Encoding: ({ verdict }) => verdict?.charset?.toUpperCase(),
  'SHA-256': ({ sha256 }) => sha256,
  Checksum: ({ checksum, sha256 }) =>
    checksum && sha256 === undefined ? checksumInWords(checksum) : undefined,
  Validated: ({ verdict, size }) => readInWords(verdict?.bytesRead, verdict?.size ?? size),
  Collection: ({ collection }) => collection,
  Owner: ({ owner }) => owner,
  Uploaded: ({ createdAt }) => momentInFull(createdAt),
};

/** The known facts about this file. */
export const factsOf = (file: FileRecord): readonly (readonly [name: string, text: string])[] =>
  Object.entries(facts).flatMap(([name, textOf]) => {
    const text = textOf(file);
    return text === undefined ? [] : [[name, text] as const];
  });

const differingClaim = (declared: string, detected: string | undefined): string | undefined =>
  declared === detected ? undefined : typeInWords(declared);

const momentInFull = (iso: string): string =>
  new Date(iso).toLocaleString(undefined, { dateStyle: 'long', timeStyle: 'short' });
