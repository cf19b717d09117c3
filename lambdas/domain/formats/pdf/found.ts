// Collects findings: of each kind the first few, so that many of one never hide one of another.
import {
  FINDING_MAX_CHARACTERS,
  type Finding,
  type FindingKind,
  findingKinds,
  MAX_FINDINGS,
} from '../evidence.ts';

/** Findings that are kept of each kind. */
const MAX_OF_A_KIND = Math.floor(MAX_FINDINGS / findingKinds.length);

export class Findings {
  readonly #all: Finding[] = [];

  add(kind: FindingKind, where: string, target?: string): void {
    const ofKind = this.#all.filter((each) => each.kind === kind);
    if (ofKind.length >= MAX_OF_A_KIND) return;
    if (ofKind.some((each) => each.where === where)) return;
    this.#all.push({
      kind,
      where,
      ...(target === undefined ? {} : { target: printable(target) }),
    });
  }

  get list(): readonly Finding[] {
    return this.#all;
  }
}

/** Without control characters, and not longer than a finding may be. */
function printable(text: string): string {
  let result = '';
  for (const character of text) {
    if (result.length >= FINDING_MAX_CHARACTERS) break;
    result += /\p{C}/u.test(character) ? '\ufffd' : character;
  }
  return result.slice(0, FINDING_MAX_CHARACTERS);
}
