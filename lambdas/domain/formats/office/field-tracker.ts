// Puts field codes together while a part of a Word document is read (ECMA-376 part 1, section 17.16).
import { FormatError } from '../evidence.ts';
import { type FieldFinding, fieldFinding, NESTED_RESULT } from './fields.ts';

/** Fields nested in fields; Word itself allows twenty. */
const NESTED_MAX = 500;
/** How much of a field's code is kept; names and addresses are shorter. */
const CODE_MAX_CHARACTERS = 8 * 1024;

/** What a text is by its element: code, code under a tracked deletion, or text that should not stand in a code. */
export type TextKind = 'code' | 'deleted' | 'other';

interface OpenField {
  /** The code as readers may take it: without deleted parts, with them, and with every text between its marks. */
  readonly codes: [present: string, withDeleted: string, withTexts: string];
  isInCode: boolean;
  /** Alternatives (`mc:AlternateContent`) around its begin. */
  readonly alternatives: number;
}

/** Puts field codes together and judges each. */
export class FieldTracker {
  readonly #open: OpenField[] = [];
  readonly #report: (finding: FieldFinding) => void;
  readonly #rule: (code: string) => FieldFinding | undefined;
  #alternatives = 0;

  constructor(
    report: (finding: FieldFinding) => void,
    rule: (code: string) => FieldFinding | undefined = fieldFinding,
  ) {
    this.#report = report;
    this.#rule = rule;
  }

  /** A `fldChar` of this type. @throws FormatError when a field depends on which alternative is read */
  mark(type: string): void {
    if (type === 'begin') {
      this.#append([NESTED_RESULT, NESTED_RESULT, NESTED_RESULT]);
      if (this.#open.length >= NESTED_MAX) {
        throw new FormatError('unreadable', `Its fields are nested more than ${NESTED_MAX} deep.`);
      }
      const alternatives = this.#alternatives;
      this.#open.push({ codes: ['', '', ''], isInCode: true, alternatives });
      return;
    }
    this.#checkAlternatives();
    const field = type === 'end' ? this.#open.pop() : this.#open.at(-1);
    if (field?.isInCode) this.#judge(field);
    if (field) field.isInCode = false;
  }

  /** Text of a run: part of the code of the innermost field that has no result yet. */
  text(text: string, kind: TextKind = 'code'): void {
    if (!this.isInCode) return;
    if (kind !== 'other') this.#checkAlternatives();
    this.#append([kind === 'code' ? text : '', kind === 'other' ? '' : text, text]);
  }

  /** A tab, a line break or the end of a paragraph. */
  separate(): void {
    this.#append([' ', ' ', ' ']);
  }

  /** Enters (1) or leaves (-1) alternatives of which readers take one. */
  alternate(by: 1 | -1): void {
    this.#alternatives += by;
  }

  /** Whether text belongs to a field's code now. */
  get isInCode(): boolean {
    return this.#open.at(-1)?.isInCode === true;
  }

  /** A field that is one attribute, or code outside any field. */
  simple(code: string): void {
    const finding = this.#rule(code);
    if (finding) this.#report(finding);
  }

  /** Ends the part: fields without an end count as well. */
  end(): void {
    for (const field of this.#open) if (field.isInCode) this.#judge(field);
  }

  #append(texts: OpenField['codes']): void {
    const field = this.#open.at(-1);
    if (!field?.isInCode) return;
    for (const [index, text] of texts.entries()) {
      const code = field.codes[index] ?? '';
      if (code.length < CODE_MAX_CHARACTERS) field.codes[index] = code + text;
    }
  }

  #checkAlternatives(): void {
    const field = this.#open.at(-1);
    if (field && this.#alternatives > field.alternatives) {
      throw new FormatError(
        'contradictory',
        'It has a field that programs read in different ways.',
      );
    }
  }

  #judge({ codes }: OpenField): void {
    for (const code of new Set(codes)) this.simple(code);
  }
}
