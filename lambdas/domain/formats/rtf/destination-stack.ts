// The destinations that are open at a place in an RTF document, and what their text shows once they end.
import { addressKind } from '../address.ts';
import { FormatError } from '../evidence.ts';
import type { Findings } from '../findings.ts';
import { linkFinding } from '../office/relation-rules.ts';
import { type Audience, CollectedText } from './collected-text.ts';
import type { DestinationKind } from './destinations.ts';
import { mayBeLong, rtfFieldFinding } from './field-rules.ts';
import { isOrdinaryPackage } from './package-data.ts';

/** Destinations within destinations. */
const NESTED_MAX = 1000;
/** Stands in an instruction for the result of a field inside it. */
const NESTED_RESULT = '\ufffc';
/** Bits of `pibFlags` that say that a picture lies elsewhere (MS-ODRAW, section 2.4.7, MSOBLIPFLAGS). */
const LINKED_PICTURE_BITS = 4 + 8;
const pictureName = /^(?:pib|fillblip|linefillblip)name$/i;
const pictureFlags = /^(?:pib|fillblip|linefillblip)flags$/i;
const scriptProperty = /^(?:wzscript|scriptext|fisscriptanchor|wzscriptextattr|wzscriptlangattr)/i;

interface Destination {
  readonly kind: DestinationKind;
  readonly word: string;
  readonly at: number;
  /** Depth of the group that ends it. */
  readonly depth: number;
  readonly text: CollectedText | undefined;
}

/** Follows destinations through groups. */
export class DestinationStack {
  readonly #open: Destination[] = [];
  readonly #findings: Findings;
  #property = '';
  #remotePicture: { readonly at: number; readonly target: string } | undefined;
  #hasLinkedPicture = false;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** A control word begins a destination in the group of this depth. */
  begin(kind: DestinationKind, word: string, at: number, depth: number): void {
    const around = this.#open.at(-1);
    // A result in the very group of an instruction is part of the instruction to some readers.
    if (kind === 'skipped' && around?.text && around.depth === depth) return;
    if (this.#open.length >= NESTED_MAX) {
      throw new FormatError(
        'unreadable',
        `Its destinations are nested more than ${NESTED_MAX} deep.`,
      );
    }
    if (kind === 'instruction') {
      around?.text?.add(NESTED_RESULT, { unicode: true, fallback: true, isIgnorable: false });
    }
    const text = kind === 'picture' || kind === 'skipped' ? undefined : new CollectedText();
    this.#open.push({ kind, word, at, depth, text });
  }

  /** Whether text is collected now. */
  get isCollecting(): boolean {
    return this.#open.at(-1)?.text !== undefined;
  }

  get isInInstruction(): boolean {
    return this.#open.at(-1)?.kind === 'instruction';
  }

  get isInPicture(): boolean {
    return this.#open.at(-1)?.kind === 'picture';
  }

  add(text: string, audience: Audience): void {
    this.#open.at(-1)?.text?.add(text, audience);
  }

  /** The group of this depth ends. */
  close(depth: number): void {
    for (let last = this.#open.at(-1); last?.depth === depth; last = this.#open.at(-1)) {
      this.#open.pop();
      this.#judge(last);
    }
  }

  /** The file ends. */
  end(): void {
    for (const destination of this.#open.splice(0)) this.#judge(destination);
    if (this.#remotePicture && this.#hasLinkedPicture) {
      const { at, target } = this.#remotePicture;
      this.#findings.add('external_content', `byte ${at}`, target);
    }
  }

  #judge({ kind, word, at, text }: Destination): void {
    if (!text) return;
    const where = `byte ${at}`;
    if (kind === 'instruction') text.checkLength(mayBeLong, 'field');
    const isAddress =
      kind === 'address' ||
      kind === 'link' ||
      (kind === 'propertyValue' && pictureName.test(this.#property));
    if (isAddress) text.checkLength(() => false, 'address');
    for (const reading of text.readings) {
      const target = reading.trim();
      if (kind === 'instruction') {
        const finding = rtfFieldFinding(reading);
        if (finding) this.#findings.add(finding.kind, where, finding.target);
      } else if (kind === 'address') {
        if (isElsewhere(target)) this.#findings.add('external_content', where, target);
      } else if (kind === 'link') {
        const finding = linkFinding(target);
        if (finding) this.#findings.add(finding, where, target);
      } else if (kind === 'package') {
        if (!isOrdinaryPackage(word, reading)) this.#findings.add('embedded_object', where, word);
      } else if (kind === 'propertyName') this.#readPropertyName(target, at);
      else this.#readPropertyValue(target, at);
    }
  }

  #readPropertyName(name: string, at: number): void {
    this.#property = name;
    if (scriptProperty.test(name)) this.#findings.add('script', `byte ${at}`, name);
  }

  #readPropertyValue(value: string, at: number): void {
    if (pictureName.test(this.#property)) {
      if (isElsewhere(value)) this.#remotePicture ??= { at, target: value };
    } else if (pictureFlags.test(this.#property)) {
      const flags = Number.parseInt(value, 10);
      if ((flags & LINKED_PICTURE_BITS) !== 0) this.#hasLinkedPicture = true;
    }
  }
}

/** Whether loading an address reaches beyond the computer that opens the document. */
function isElsewhere(address: string): boolean {
  const kind = addressKind(address);
  return kind !== 'local' && kind !== 'inside';
}
