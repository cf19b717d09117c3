// Formats files that were refused before their upload as one message, grouped by reason.

import { texts } from './texts.ts';

/** A file that was refused before its upload, and why. */
export interface RefusedFile {
  readonly name: string;
  /** A full sentence that also says what to do. */
  readonly reason: string;
}

/** Files that share a reason, in the order of their selection. */
export interface RefusedGroup {
  readonly names: readonly string[];
  readonly reason: string;
}

/** Groups files by their reason; a group's position is that of its first file. */
export function groupRefusals(refused: readonly RefusedFile[]): readonly RefusedGroup[] {
  const groups = Map.groupBy(refused, ({ reason }) => reason);
  return Array.from(groups, ([reason, files]) => ({
    reason,
    names: files.map(({ name }) => name),
  }));
}

/** The sentence above the list of a group: `3 files were not uploaded. …`, or the name of a single file. */
export const groupInWords = ({ names, reason }: RefusedGroup): string =>
  names.length === 1
    ? texts().refusals.one(names[0] ?? '', reason)
    : texts().refusals.several(names.length, reason);

/** The message: a paragraph per reason, followed by the names when there are several. */
export const refusalElements = (refused: readonly RefusedFile[]): readonly HTMLElement[] =>
  groupRefusals(refused).flatMap((group) => {
    const sentence = document.createElement('p');
    sentence.textContent = groupInWords(group);
    return group.names.length === 1 ? [sentence] : [sentence, listOf(group.names)];
  });

function listOf(names: readonly string[]): HTMLElement {
  const list = document.createElement('ul');
  list.append(
    ...names.map((name) => {
      const item = document.createElement('li');
      const isolated = document.createElement('bdi');
      isolated.textContent = name;
      item.append(isolated);
      return item;
    }),
  );
  return list;
}

/** The sentence about skipped system files: `2 system files were skipped: .DS_Store, Thumbs.db.` */
export function leftOutInWords(names: readonly string[]): string {
  const kinds = [...new Set(names)];
  const shown = kinds.slice(0, NAMED_KINDS).join(', ');
  const all = kinds.length > NAMED_KINDS ? texts().refusals.andOthers(shown) : shown;
  return texts().refusals.leftOut(names.length, all);
}

/** The number of skipped names that are shown. */
const NAMED_KINDS = 3;
