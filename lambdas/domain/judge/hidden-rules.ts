// Does a file hold a second one? A polyglot shows one face to whoever judges it and another to whoever opens it.
import { typeName } from '../content-types.ts';
import type { Rule } from './rule.ts';

const containers = ['PDF', 'ZIP'];

/** Pages, programs, PDFs and archives inside a file that is something else. */
export const refuseForeignContent: Rule = ({ declaredType, evidence: { foreign }, collection }) => {
  if (!foreign) return undefined;
  const found = `The ${typeName(declaredType)} also holds ${foreign.kind} at byte ${foreign.at}`;
  if (!containers.includes(foreign.kind)) {
    return {
      reason: 'active_content',
      detail: `${found}, which a browser or server could run. Save it anew without comments and metadata, and send that.`,
    };
  }
  return collection.trailingData === 'accept'
    ? undefined
    : {
        reason: 'trailing_data',
        detail: `${found}, a second file inside the first. Save it anew, and send the two apart.`,
      };
};

/** Bytes that belong to nothing in the file. */
export const refuseTrailingData: Rule = ({ declaredType, evidence, collection }) => {
  const { leadingBytes = 0 } = evidence.document ?? {};
  const trailingBytes = evidence.image?.trailingBytes ?? evidence.document?.trailingBytes ?? 0;
  if (collection.trailingData === 'accept' || leadingBytes + trailingBytes === 0) return undefined;
  const place =
    trailingBytes > 0
      ? `${trailingBytes} bytes after its end`
      : `${leadingBytes} bytes before its beginning`;
  return {
    reason: 'trailing_data',
    detail: `The ${typeName(declaredType)} has ${place} that do not belong to it. Open it, save it anew and send that.`,
  };
};
