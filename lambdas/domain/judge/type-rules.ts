// Is the file what it was announced as, and does its collection take that?
import {
  canonicalType,
  extensionOf,
  isTextType,
  isUnsafeType,
  typeName,
} from '../content-types.ts';
import type { Case, Objection, Rule } from './rule.ts';

/** Nothing that a browser or shell would run, under whatever name. */
export const refuseActiveContent: Rule = ({ declaredType, evidence: { text } }) =>
  text.kind === 'active'
    ? {
        reason: 'active_content',
        detail: `It was announced as ${typeName(declaredType)}, but it holds ${text.looksLike} that a browser or shell could run. Save it in a format without code, such as PDF or plain text, and send that.`,
      }
    : undefined;

/** Whatever the type, its bytes must be of it. */
export const refuseOtherType: Rule = (at) =>
  isTextType(at.declaredType) ? objectToText(at) : objectToBinary(at);

/** The type must be one that the collection takes. */
export const refuseUnlistedType: Rule = ({ declaredType, collection }) =>
  takes(collection, declaredType)
    ? undefined
    : {
        reason: 'type_not_allowed',
        detail: `The collection ${collection.name} takes no ${typeName(declaredType)}. Send it to another collection, or save it as one of ${collection.types.map(typeName).join(', ')}.`,
      };

const takes = ({ types }: Case['collection'], type: string): boolean =>
  types.some((allowed) => canonicalType(allowed) === type);

function objectToText(at: Case): Objection | undefined {
  const { declaredType, evidence } = at;
  const { detectedType, text } = evidence;
  if (text.kind === 'hidden') {
    return {
      reason: 'not_text',
      detail: `Its first ${text.blankBytes} bytes are blank, which hides what follows. Remove the blank space at its start and send it again.`,
    };
  }
  // Every text format is plain text too; the reverse is not so.
  const isThatText = declaredType === 'text/plain' && isTextType(detectedType ?? 'text/plain');
  if (detectedType !== undefined && detectedType !== declaredType && !isThatText) {
    return mismatch(at, detectedType);
  }
  if (text.kind !== 'plain') {
    return {
      reason: 'not_text',
      detail: `It was announced as ${typeName(declaredType)}, but its bytes are not UTF-8 or UTF-16 text. Save it as UTF-8 text and send that.`,
    };
  }
  const flaw = text.flaws[declaredType];
  return flaw === undefined
    ? undefined
    : {
        reason: 'malformed',
        detail: `It was announced as ${typeName(declaredType)}, but ${flaw}. Correct it, or give its name the ending .txt and send it as plain text.`,
      };
}

function objectToBinary(at: Case): Objection | undefined {
  const { declaredType, evidence } = at;
  const { detectedType, text } = evidence;
  if (detectedType === undefined) {
    return text.kind === 'plain'
      ? mismatch(at, 'text/plain')
      : {
          reason: 'type_unknown',
          detail: `It was announced as ${typeName(declaredType)}, but its bytes carry no mark of any known type. Check that it opens on your side, export it anew and send that.`,
        };
  }
  return detectedType === declaredType ? undefined : mismatch(at, detectedType);
}

function mismatch({ declaredType, collection }: Case, detectedType: string): Objection {
  const found = `It was announced as ${typeName(declaredType)}, but its bytes are ${typeName(detectedType)}.`;
  if (takes(collection, detectedType)) {
    return {
      reason: 'type_mismatch',
      detail: `${found} Give its name the ending ${extensionOf(detectedType)} and send it again.`,
    };
  }
  return isUnsafeType(detectedType)
    ? { reason: 'macros', detail: `${found} Save it without macros and send that.` }
    : {
        reason: 'type_mismatch',
        detail: `${found} The collection ${collection.name} does not take that; choose the right file, or save it as ${typeName(declaredType)}.`,
      };
}
