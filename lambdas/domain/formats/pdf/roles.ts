// The meaning of names in a PDF's dictionaries for its active content (ISO 32000-2 §12.5 and §12.6).
import { Dictionary, isArray, type Value } from './values.ts';

/** As what an object is used elsewhere, where only its number is known. */
export type Role =
  /** An action that is performed without a click. */
  | 'action'
  /** The actions that follow such an action. */
  | 'next'
  /** A dictionary of actions by what triggers them. */
  | 'additional actions'
  /** The name of what an action does. */
  | 'kind'
  /** The same, of an action that is performed without a click. */
  | 'kind when opened'
  /** The name of what an annotation is. */
  | 'subtype'
  /** The name of what a dictionary is. */
  | 'type'
  | 'address'
  | 'file'
  /** The tree of scripts or of files by name. */
  | 'scripts'
  | 'files';

/** A question that another object answers. */
export interface Question {
  readonly number: number;
  readonly role: Role;
  /** Where the reference stands. */
  readonly where: string;
}

/** Actions that change only what is shown of the document. */
export const passiveActions: ReadonlySet<string> = new Set(
  'GoTo GoTo3DView GoToDp Hide ResetForm SetOCGState Trans NOP'.split(' '),
);
/** Named actions that turn pages or print (§12.6.4.12). */
const passiveNames: ReadonlySet<string> = new Set(
  'NextPage PrevPage FirstPage LastPage Print GoBack GoForward'.split(' '),
);
/** Triggers that are a click: pressing and releasing the mouse button (§12.6.3). */
export const clicks: ReadonlySet<string> = new Set(['D', 'U']);

/** Keys that say something about what a document does. */
export const watchedKeys: ReadonlySet<string> = new Set(
  'S Subtype Type JS XFA OnInstantiate JavaScript EmbeddedFiles EF OpenAction AA URI Base Ref F UF DOS Unix Mac'.split(
    ' ',
  ),
);

/** Annotations that play their content in a separate player. */
export const players: ReadonlySet<string> = new Set(['RichMedia', 'Movie', 'Screen', 'Sound']);

export const isPassiveName = (value: Value): boolean =>
  typeof value === 'string' && passiveNames.has(value);

/** A name tree (§7.9.6) without a name in it, which programs leave behind. */
export const isEmptyTree = (value: Value): boolean =>
  value instanceof Dictionary &&
  !value.has('Kids') &&
  value.all('Names').every((names) => isArray(names) && names.length === 0);
