// Decides which type an object is kept as: one that its bytes are of and that its collection takes, or why there is none.

import { adviceFor, listTypes } from '../advice.ts';
import { bytesInWords } from '../bytes-in-words.ts';
import { UNKNOWN_TYPE } from '../claimed-type.ts';
import type { Collection } from '../collection.ts';
import {
  aTypeName,
  extensionOf,
  isKnownContentType,
  isOfficeType,
  isTextType,
  isUnsafeType,
  withWiderTypes,
} from '../content-types.ts';
import { foreignTypes } from '../foreign-types.ts';
import { LOCKED_OFFICE } from '../formats/compound/compound-type.ts';
import { isLegacyCharset } from '../text/charsets.ts';
import type { Evidence, TextEvidence } from '../verdict.ts';
import type { Objection } from './rule.ts';

/** What was claimed about an object, what was observed, and the collection that takes it. */
export interface TypeCase {
  /** Canonical. */
  readonly declaredType: string;
  readonly evidence: Evidence;
  readonly collection: Collection;
}

const MAIL = 'message/rfc822';

type PlainText = Extract<TextEvidence, { kind: 'plain' }>;

/** The canonical type that the object is kept as. */
export interface SettledType {
  readonly type: string;
}

/**
 * Settles the type of an object: the claimed one if the bytes are of it, otherwise the narrowest type that the bytes are of and
 * that the collection takes. For a text format without a mark the claim is believed, since each of them is text.
 */
export function settleType(at: TypeCase): SettledType | Objection {
  const { evidence } = at;
  if (evidence.text.kind === 'active') return activeContent(at, evidence.text.looksLike);
  return evidence.text.kind === 'plain' && (evidence.text.markup || isText(evidence))
    ? settleText(at, evidence.text)
    : settleBinary(at);
}

/** Whether the bytes are text and nothing else; a PDF or RTF can be written in text and is no text file. */
const isText = ({ detectedType }: Evidence): boolean =>
  detectedType === undefined || isTextType(detectedType);

function settleText(at: TypeCase, text: PlainText): SettledType | Objection {
  const { declaredType, evidence } = at;
  const isMarkdown = declaredType === 'text/markdown';
  // The text of a mail may be a page; a mail program shows it without its scripts.
  const isMail = declaredType === MAIL && evidence.detectedType === MAIL;
  if (text.markup && !isMail && (text.markup.isDocument || !isMarkdown)) {
    const type = markupTypes[text.markup.kind];
    const mayKeep = text.markup.isDocument && type !== undefined && takes(at, type);
    return mayKeep ? settleAs(at, [type]) : activeContent(at, text.markup.kind);
  }
  if (isOpaque(at)) return { type: declaredType };
  const detectedType = evidence.detectedType ?? 'text/plain';
  // Text with a mark is of the marked type, and of every wider one; any other text is of the type that it claims.
  const isOfClaim =
    isTextType(declaredType) &&
    (detectedType === 'text/plain' || withWiderTypes(detectedType).includes(declaredType));
  if (!isOfClaim)
    return isEvident(evidence.size, text)
      ? settleAs(at, withWiderTypes(detectedType))
      : unknownType(at);
  const flaw = text.flaws[declaredType];
  if (flaw !== undefined) {
    return {
      reason: 'malformed',
      detail: `The file was uploaded as ${aTypeName(declaredType)}, but ${flaw}. Correct it, or give its name the extension .txt, and upload it again.`,
    };
  }
  return settleAs(at, [declaredType]);
}

/** From this many bytes on, text is no coincidence: fewer could be the beginning of another format, or noise. */
const UNICODE_MIN_BYTES = 16;
const LEGACY_MIN_BYTES = 128;

/** Whether bytes that were claimed to be no text are text beyond doubt. */
const isEvident = (size: number, { charset, format }: PlainText): boolean =>
  format !== undefined || size >= (isLegacyCharset(charset) ? LEGACY_MIN_BYTES : UNICODE_MIN_BYTES);

const markupTypes: Readonly<Record<string, string>> = {
  SVG: 'image/svg+xml',
  XML: 'application/xml',
};

function settleBinary(at: TypeCase): SettledType | Objection {
  const { declaredType, evidence } = at;
  const { detectedType, text } = evidence;
  if (text.kind === 'hidden') {
    return {
      reason: 'not_text',
      detail: `The first ${bytesInWords(text.blankBytes)} of the file are blank, which hides what follows. Remove the blank space at its start and upload it again.`,
    };
  }
  if (isOpaque(at) && mayBeOpaque(detectedType)) return { type: declaredType };
  if (detectedType === LOCKED_OFFICE) return settleLocked(at);
  if (detectedType !== undefined) return settleAs(at, withWiderTypes(detectedType));
  return isTextType(declaredType)
    ? {
        reason: 'not_text',
        detail: `The file was uploaded as ${aTypeName(declaredType)}, but its bytes are not text. Save it as UTF-8 text and upload that.`,
      }
    : unknownType(at);
}

/** The type of an encrypted document is not visible; a collection that accepts encrypted files takes it as the claimed one. */
function settleLocked({ declaredType, collection }: TypeCase): SettledType | Objection {
  const isOfClaim = isOfficeType(declaredType) && collection.types.includes(declaredType);
  return isOfClaim && collection.encryptedFiles === 'accept'
    ? { type: declaredType }
    : {
        reason: 'encrypted',
        detail:
          'The file is an encrypted Office document, so its content cannot be validated. Save it without a password and upload that.',
      };
}

const unknownType = ({ declaredType }: TypeCase): Objection => ({
  reason: 'type_unknown',
  detail: `${declaredType === UNKNOWN_TYPE ? 'The' : `The file was uploaded as ${aTypeName(declaredType)}, but its`} bytes are of no known type. Check that it opens on your device, export it again and upload that.`,
});

/** Whether the claimed type is one that the collection takes without validation. */
const isOpaque = ({ declaredType, collection }: TypeCase): boolean =>
  Object.hasOwn(collection.opaqueTypes, declaredType);

/** Whether bytes with this mark can be of a type that has none here: many formats are ZIP archives or compound files. */
const mayBeOpaque = (detectedType: string | undefined): boolean =>
  detectedType === undefined ||
  detectedType === 'application/zip' ||
  detectedType === 'application/x-cfb' ||
  !(isKnownContentType(detectedType) || Object.hasOwn(foreignTypes, detectedType));

/** The first of these types, all of which the bytes are of, that fits the claim and the collection. */
function settleAs(at: TypeCase, types: readonly string[]): SettledType | Objection {
  const { declaredType, collection } = at;
  const taken = types.find((type) => takes(at, type));
  if (taken === undefined) return notTaken(at, types[0] ?? '');
  if (types.includes(declaredType)) return { type: taken };
  if (collection.typeMismatch === 'correct') return { type: taken };
  return {
    reason: 'type_mismatch',
    detail: `${claimedBut(declaredType)} ${aTypeName(taken)}. Give its name the extension ${extensionOf(taken)} and upload it again.`,
  };
}

const takes = ({ collection }: TypeCase, type: string): boolean => collection.types.includes(type);

function notTaken({ declaredType, collection }: TypeCase, type: string): Objection {
  const isAsClaimed = type === declaredType || declaredType === UNKNOWN_TYPE;
  const reason = isUnsafeType(type) ? 'macros' : isAsClaimed ? 'type_not_allowed' : 'type_mismatch';
  return {
    reason,
    detail: `${type === declaredType ? 'The file is' : claimedBut(declaredType)} ${aTypeName(type)}; the collection ${collection.name} takes ${listTypes(collection.types)}. ${adviceFor(type, collection.types)}`,
  };
}

function activeContent({ declaredType }: TypeCase, looksLike: string): Objection {
  const what = { HTML: 'an HTML page', SVG: 'an SVG drawing', XML: 'an XML document' }[looksLike];
  return {
    reason: 'active_content',
    detail: `${claimedBut(declaredType)} ${what ?? (looksLike === 'PHP' ? 'a PHP page' : 'a script')}, which a browser or a shell could run. Save it as a PDF or as text without code, and upload that.`,
  };
}

/** The begin of a sentence that ends with what the file is. */
const claimedBut = (declaredType: string): string =>
  declaredType === UNKNOWN_TYPE
    ? 'The file is'
    : `The file was uploaded as ${aTypeName(declaredType)}, but it is`;
