// Lists the facts about a file as pairs of a name and a text.

import { UNKNOWN_TYPE } from '../lambdas/domain/claimed-type.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { now } from './clock.ts';
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
import { numberInWords } from './quantities.ts';
import { locale, type Texts, texts } from './texts.ts';
import { typeInWords } from './type-names.ts';
import { sizeInWords, statusInWords, verdictInWords } from './words.ts';

/** The text of one fact; undefined when the file has none. */
type FactText = (file: FileRecord, nameOf: NameOf) => string | undefined;

/** The name of a subject. */
type NameOf = (sub: string) => string;

/** The facts in the order of the dialog. */
const facts: readonly (readonly [name: Exclude<keyof Texts['facts'], 'arrived'>, FactText])[] = [
  ['status', (file) => `${statusInWords(file.status)}. ${verdictInWords(file, now())}`],
  ['filename', ({ filename }) => filename],
  ['fileId', ({ id }) => id],
  [
    'type',
    ({ verdict, contentType }) => {
      const type = verdict?.detectedType ?? contentType;
      return type === UNKNOWN_TYPE ? texts().list.typeNotKnown : typeInWords(type);
    },
  ],
  [
    'uploadedAs',
    ({ verdict }) => verdict && differingClaim(verdict.declaredType, verdict.detectedType),
  ],
  ['size', sizeInWords],
  [
    'claimedSize',
    ({ verdict }) =>
      verdict?.declaredSize === undefined || verdict.declaredSize === verdict.size
        ? undefined
        : texts().facts.arrived(
            numberInWords(verdict.declaredSize),
            verdict.size === undefined ? undefined : numberInWords(verdict.size),
          ),
  ],
  ['picture', ({ image, verdict }) => pictureInWords(image ?? verdict?.image)],
  ['place', locationInWords],
  ['document', ({ verdict }) => documentInWords(verdict?.document)],
  ['contents', ({ verdict }) => archiveInWords(verdict?.archive)],
  ['structure', ({ verdict }) => flawInWords(verdict)],
  ['scan', ({ verdict }) => scanInWords(verdict?.scan)],
  ['encoding', ({ verdict }) => verdict?.charset?.toUpperCase()],
  ['sha256', ({ sha256 }) => sha256],
  [
    'checksum',
    ({ checksum, sha256 }) =>
      checksum && sha256 === undefined ? checksumInWords(checksum) : undefined,
  ],
  ['validated', ({ verdict, size }) => readInWords(verdict?.bytesRead, verdict?.size ?? size)],
  ['collection', ({ collection }) => collection],
  ['owner', ({ owner }, nameOf) => nameOf(owner)],
  ['uploaded', ({ createdAt }) => momentInFull(createdAt)],
  [
    'deletedAt',
    ({ status, expiresAt }) =>
      status === 'ready' && expiresAt !== undefined ? momentInFull(expiresAt) : undefined,
  ],
];

/** The known facts about this file; `nameOf` names its owner. */
export const factsOf = (
  file: FileRecord,
  nameOf: NameOf = (sub) => sub,
): readonly (readonly [name: string, text: string])[] =>
  facts.flatMap(([name, textOf]) => {
    const text = textOf(file, nameOf);
    return text === undefined ? [] : [[texts().facts[name], text] as const];
  });

const differingClaim = (declared: string, detected: string | undefined): string | undefined =>
  declared === detected || declared === UNKNOWN_TYPE ? undefined : typeInWords(declared);

const momentInFull = (iso: string): string =>
  new Date(iso).toLocaleString(locale(), { dateStyle: 'long', timeStyle: 'short' });
