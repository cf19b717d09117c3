// Finds active fields of a Word document by their codes (ECMA-376 part 1, section 17.16).
import { addressKind } from '../address.ts';
import type { FindingKind } from '../evidence.ts';
import { linkFinding } from './relation-rules.ts';

/** Fields that exchange data with programs, or that fetch what lies elsewhere; all others show what the document holds. */
const activeFields: ReadonlyMap<string, FindingKind> = new Map([
  ['DDE', 'dde'],
  ['DDEAUTO', 'dde'],
  ['LINK', 'external_content'],
  ['IMPORT', 'external_content'],
  ['INCLUDE', 'external_content'],
  ['INCLUDETEXT', 'external_content'],
  ['DATABASE', 'external_content'],
  ['RD', 'external_content'],
]);

/** The kind of an active field, and its target. */
export interface FieldFinding {
  readonly kind: FindingKind;
  readonly target: string;
}

/** Placeholder in a field's code for the result of a field inside it. */
export const NESTED_RESULT = '\ufffc';

/** Judges a whole field code. */
export function fieldFinding(code: string): FieldFinding | undefined {
  const target = code.trim();
  const start = target.replace(/^[\s"'\\\u200b-\u200f\ufeff]+/, '');
  const name = (/^[A-Za-z]+/.exec(start)?.[0] ?? '').toUpperCase();
  if (start[name.length] === NESTED_RESULT && mayBecomeActive(name)) return { kind: 'dde', target };
  const kind = activeFields.get(name);
  if (kind) return { kind, target };
  if (name !== 'HYPERLINK' && name !== 'INCLUDEPICTURE') return undefined;
  for (const address of addressesIn(start.slice(name.length))) {
    const found = name === 'HYPERLINK' ? linkFinding(address) : pictureFinding(address);
    if (found) return { kind: found, target };
  }
  return undefined;
}

/** Whether a name whose end another field computes can be the name of an active field. */
const mayBecomeActive = (beginning: string): boolean =>
  [...activeFields.keys()].some((name) => name.startsWith(beginning));

function pictureFinding(address: string): FindingKind | undefined {
  const kind = address.includes(NESTED_RESULT) ? 'protocol' : addressKind(address);
  return kind === 'local' || kind === 'inside' ? undefined : 'external_content';
}

/** Switches whose argument is a name or a hint, not an address. */
const describingSwitch = /^\\[otlmcs*]$/i;

/** The arguments of a field that are neither switches nor their arguments. */
function addressesIn(code: string): readonly string[] {
  const addresses: string[] = [];
  let isDescribed = false;
  for (const token of code.match(/"[^"]*"?|[^\s"]+/g) ?? []) {
    if (token.startsWith('\\') && !token.startsWith('\\\\')) {
      isDescribed = describingSwitch.test(token);
      continue;
    }
    const address = token.replaceAll('"', '').replaceAll('\\\\', '\\');
    // Four backslashes are the two that begin a path on another computer.
    if (!isDescribed)
      addresses.push(token.replaceAll('"', '').startsWith('\\\\') ? `\\\\${address}` : address);
    isDescribed = false;
  }
  return addresses;
}
