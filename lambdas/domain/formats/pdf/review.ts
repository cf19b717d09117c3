// Reviews the dictionaries of a PDF for active content (ISO 32000-2 §12.6 and §7.11).
import { FormatError } from '../evidence.ts';
import { Findings } from '../findings.ts';
import {
  clicks,
  isEmptyTree,
  isPassiveName,
  passiveActions,
  players,
  type Question,
  type Role,
  watchedKeys,
} from './roles.ts';
import { kindOfAddress, kindOfFile, TARGET_MAX_BYTES, type TargetKind, textOf } from './targets.ts';
import { Dictionary, isArray, PdfString, Reference, type Value } from './values.ts';

/** Where values stand, and how their strings are decrypted. */
export interface Place {
  readonly where: string;
  decrypt(bytes: Buffer): Buffer;
}

/** References whose object has to be known. Real files have a handful. */
const MAX_QUESTIONS = 100_000;
/** Longest string that is read as a name. */
const NAME_MAX_BYTES = 64;

/** Collects the active content of the values of one file, and questions about objects elsewhere in it. */
export class Review {
  readonly findings = new Findings();
  readonly #questions = new Map<string, Question>();
  readonly #asked = new Set<string>();
  readonly #onReference: (reference: Reference) => void;

  /** `onReference` is called with every reference among the reviewed values. */
  constructor(onReference: (reference: Reference) => void) {
    this.#onReference = onReference;
  }

  /** The questions that came up since the last call. */
  takeQuestions(): Question[] {
    const questions = [...this.#questions.values()];
    this.#questions.clear();
    return questions;
  }

  /** Reviews every dictionary within these values; the one of a stream is `streamDictionary`. */
  values(values: readonly Value[], place: Place, streamDictionary?: Dictionary): void {
    const stack: Value[] = [...values];
    for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
      if (value instanceof Dictionary) {
        this.#dictionary(value, place, value === streamDictionary);
        for (let at = 1; at < value.items.length; at += 2) {
          const item = value.items[at];
          if (typeof item === 'object' && item !== null) stack.push(item);
        }
      } else if (isArray(value)) {
        for (const item of value) if (typeof item === 'object' && item !== null) stack.push(item);
      } else if (value instanceof Reference) this.#onReference(value);
    }
  }

  /** Reviews an object as what it is used for. No values: the object does not exist. */
  answer({ role, where }: Question, values: readonly Value[], place: Place): void {
    const at: Place = { ...place, where: place.where || where };
    if (values.length === 0) {
      if (role === 'scripts') this.findings.add('script', where);
      if (role === 'files') this.findings.add('embedded_file', where);
    }
    for (const value of values) this.#use(role, value, at);
  }

  #dictionary(dictionary: Dictionary, place: Place, isStream: boolean): void {
    const { items } = dictionary;
    for (let index = 0; index < items.length; index += 2) {
      const key = items[index];
      const value = items[index + 1];
      if (typeof key !== 'string' || value === null || value === undefined) continue;
      if (watchedKeys.has(key)) this.#entry(dictionary, key, value, place, isStream);
    }
  }

  #entry(dictionary: Dictionary, key: string, value: Value, place: Place, isStream: boolean): void {
    const { where } = place;
    switch (key) {
      case 'S':
        this.#use('kind', value, place);
        break;
      case 'Subtype':
        this.#use('subtype', value, place);
        break;
      case 'Type':
        this.#use('type', value, place);
        break;
      case 'JS':
        if (
          value instanceof PdfString ||
          dictionary.has('S') ||
          dictionary.get('Type') === 'Action'
        ) {
          this.findings.add('script', where);
        }
        break;
      case 'XFA':
      case 'OnInstantiate':
        this.findings.add('script', where);
        break;
      case 'JavaScript':
        this.#use('scripts', value, place);
        break;
      case 'EmbeddedFiles':
        this.#use('files', value, place);
        break;
      case 'EF':
        if (typeof value === 'object') this.findings.add('embedded_file', where);
        break;
      case 'OpenAction':
        this.#use('action', value, place);
        break;
      case 'AA':
        this.#use('additional actions', value, place);
        break;
      case 'URI':
      case 'Base':
        this.#use('address', value, place);
        break;
      case 'Ref':
        if (isStream) this.findings.add('external_content', where);
        break;
      case 'F':
        // The data of such a stream stand in another file (§7.3.8.2).
        if (isStream) this.findings.add('external_content', where, this.#text(value, place));
        this.#use('file', value, place);
        break;
      default:
        this.#use('file', value, place);
        break;
    }
  }

  #use(role: Role, value: Value, place: Place): void {
    if (value instanceof Reference) {
      this.#ask(value.number, role, place.where);
      return;
    }
    switch (role) {
      case 'kind':
      case 'kind when opened':
        this.#kind(this.#name(value, place), place, role === 'kind when opened');
        break;
      case 'subtype':
        this.#subtype(this.#name(value, place), place.where);
        break;
      case 'type':
        if (value === 'EmbeddedFile') this.findings.add('embedded_file', place.where);
        break;
      case 'address':
        if (value instanceof PdfString) this.#target(kindOfAddress, value, place);
        break;
      case 'file':
        if (value instanceof PdfString) this.#target(kindOfFile, value, place);
        break;
      case 'scripts':
        if (!isEmptyTree(value)) this.findings.add('script', place.where);
        break;
      case 'files':
        if (!isEmptyTree(value)) this.findings.add('embedded_file', place.where);
        break;
      case 'additional actions':
        if (value instanceof Dictionary) this.#additional(value, place);
        break;
      case 'next':
        if (isArray(value)) for (const each of value) this.#use('action', each, place);
        else this.#use('action', value, place);
        break;
      case 'action':
        // An array or a name is a place in the document.
        if (value instanceof Dictionary) this.#action(value, place);
    }
  }

  /** An action that is performed without a click. */
  #action(action: Dictionary, place: Place): void {
    for (const kind of action.all('S')) {
      if (kind instanceof Reference) this.#ask(kind.number, 'kind when opened', place.where);
      else this.#opened(this.#name(kind, place), action, place);
    }
    for (const next of action.all('Next')) this.#use('next', next, place);
  }

  #opened(kind: string | undefined, action: Dictionary, place: Place): void {
    if (kind === undefined || passiveActions.has(kind)) return;
    if (kind === 'Named' && action.all('N').every((name) => isPassiveName(name))) return;
    if (kind === 'Thread' && !action.has('F')) return;
    this.#kind(kind, place, true, this.#text(action.get('URI') ?? action.get('F'), place));
  }

  /** What an action of this kind does, wherever it stands. */
  #kind(kind: string | undefined, { where }: Place, isOpened: boolean, target?: string): void {
    switch (kind) {
      case undefined:
        return;
      case 'JavaScript':
      case 'RichMediaExecute':
        this.findings.add('script', where);
        return;
      case 'Launch':
        this.findings.add('launch', where, target);
        return;
      case 'ImportData':
        this.findings.add('external_content', where, target);
        break;
      case 'Rendition':
      case 'Movie':
      case 'Sound':
        this.findings.add('embedded_object', where);
        break;
    }
    if (isOpened && !passiveActions.has(kind)) this.findings.add('automatic_action', where, target);
  }

  #additional(actions: Dictionary, place: Place): void {
    for (let at = 0; at < actions.items.length; at += 2) {
      const trigger = actions.items[at];
      const action = actions.items[at + 1];
      const isClick = typeof trigger === 'string' && clicks.has(trigger);
      if (!isClick && action !== undefined) this.#use('action', action, place);
    }
  }

  #subtype(subtype: string | undefined, where: string): void {
    if (subtype === 'FileAttachment') this.findings.add('embedded_file', where);
    if (subtype !== undefined && players.has(subtype)) this.findings.add('embedded_object', where);
  }

  #target(kindOf: (text: string) => TargetKind, value: PdfString, place: Place): void {
    const text = textOf(place.decrypt(value.decode(TARGET_MAX_BYTES)));
    const kind = kindOf(text);
    if (kind === 'script') this.findings.add('script', place.where, text);
    if (kind === 'path') this.findings.add('external_content', place.where, text);
    if (kind === 'program') this.findings.add('launch', place.where, text);
  }

  /** A name; some readers take a string for one. */
  #name(value: Value, place: Place): string | undefined {
    if (typeof value === 'string') return value;
    return value instanceof PdfString
      ? place.decrypt(value.decode(NAME_MAX_BYTES)).toString('latin1')
      : undefined;
  }

  /** The address or file name that a value or its dictionary holds. */
  #text(value: Value, place: Place): string | undefined {
    const inner = value instanceof Dictionary ? (value.get('UF') ?? value.get('F')) : value;
    return inner instanceof PdfString
      ? textOf(place.decrypt(inner.decode(TARGET_MAX_BYTES)))
      : undefined;
  }

  #ask(number: number, role: Role, where: string): void {
    const key = `${number} ${role}`;
    if (this.#asked.has(key)) return;
    if (this.#asked.size >= MAX_QUESTIONS) {
      throw new FormatError(
        'unreadable',
        `More than ${MAX_QUESTIONS} references have to be followed.`,
      );
    }
    this.#asked.add(key);
    this.#questions.set(key, { number, role, where });
  }
}
