// Fields of a Word document: the code between `begin` and `separate`, put together from its runs (ECMA-376 part 1, section 17.16).
import { addressKind } from '../address.ts';
import { type FindingKind, FormatError } from '../evidence.ts';
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

/** Fields nested in fields; Word itself allows twenty. */
const NESTED_MAX = 500;
/** How much of a field's code is kept; names and addresses are shorter. */
const CODE_MAX_CHARACTERS = 8 * 1024;

/** What a field does, with what it names. */
export interface FieldFinding {
  readonly kind: FindingKind;
  readonly target: string;
}

/** Stands in a field's code for the result of a field inside it. */
const NESTED_RESULT = '\ufffc';

/** Judges a whole field code. */
export function fieldFinding(code: string): FieldFinding | undefined {
  const target = code.trim();
  const start = target.replace(/^[\s"'\\\u200b-\u200f\ufeff]+/, '');
  // A name that another field computes can be any name.
  if (start.startsWith(NESTED_RESULT)) return { kind: 'dde', target };
  const name = (/^[A-Za-z]+/.exec(start)?.[0] ?? '').toUpperCase();
  const kind = activeFields.get(name);
  if (kind) return { kind, target };
  if (name !== 'HYPERLINK' && name !== 'INCLUDEPICTURE') return undefined;
  for (const address of addressesIn(start.slice(name.length))) {
    const found = name === 'HYPERLINK' ? linkFinding(address) : pictureFinding(address);
    if (found) return { kind: found, target };
  }
  return undefined;
}

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

interface OpenField {
  code: string;
  isInCode: boolean;
}

/** Puts field codes together while a part is read. */
export class FieldTracker {
  readonly #open: OpenField[] = [];
  readonly #report: (finding: FieldFinding) => void;
  readonly #rule: (code: string) => FieldFinding | undefined;

  constructor(
    report: (finding: FieldFinding) => void,
    rule: (code: string) => FieldFinding | undefined = fieldFinding,
  ) {
    this.#report = report;
    this.#rule = rule;
  }

  /** A `fldChar` of this type. */
  mark(type: string): void {
    if (type === 'begin') {
      this.text(NESTED_RESULT);
      if (this.#open.length >= NESTED_MAX) {
        throw new FormatError('unreadable', `Its fields are nested more than ${NESTED_MAX} deep.`);
      }
      this.#open.push({ code: '', isInCode: true });
      return;
    }
    const field = type === 'end' ? this.#open.pop() : this.#open.at(-1);
    if (field?.isInCode) this.#judge(field.code);
    if (field) field.isInCode = false;
  }

  /** Text of a run: part of the code of the innermost field that has no result yet. */
  text(text: string): void {
    const field = this.#open.at(-1);
    if (field?.isInCode && field.code.length < CODE_MAX_CHARACTERS) field.code += text;
  }

  /** Whether text belongs to a field's code now. */
  get isInCode(): boolean {
    return this.#open.at(-1)?.isInCode === true;
  }

  /** A field that is one attribute, or code outside any field. */
  simple(code: string): void {
    this.#judge(code);
  }

  /** Ends the part: fields without an end count as well. */
  end(): void {
    for (const { code, isInCode } of this.#open) if (isInCode) this.#judge(code);
  }

  #judge(code: string): void {
    const finding = this.#rule(code);
    if (finding) this.#report(finding);
  }
}
