// Files that were not even tried, as one message: grouped by reason, with how many and which.

/** A file that was not tried, and why. */
export interface RefusedFile {
  readonly name: string;
  /** A whole sentence, and what to do. */
  readonly reason: string;
}

/** Files that share a reason, in the order in which they came. */
export interface RefusedGroup {
  readonly names: readonly string[];
  readonly reason: string;
}

/** Groups files by their reason, in the order in which each reason came first. */
export function groupRefusals(refused: readonly RefusedFile[]): readonly RefusedGroup[] {
  const groups = Map.groupBy(refused, ({ reason }) => reason);
  return Array.from(groups, ([reason, files]) => ({
    reason,
    names: files.map(({ name }) => name),
  }));
}

/** What is said above the list of a group: `3 files were not sent. …`, or the name of the only one. */
export const groupInWords = ({ names, reason }: RefusedGroup): string =>
  names.length === 1
    ? `${names[0]} was not sent. ${reason}`
    : `${names.length} files were not sent. ${reason}`;

/** The message: for each reason a paragraph, below it the names where there are several. */
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

/** What is said of the system's own files in a folder: `2 system files were left out: .DS_Store and Thumbs.db.` */
export function leftOutInWords(names: readonly string[]): string {
  const kinds = [...new Set(names)];
  const shown = kinds.slice(0, NAMED_KINDS).join(', ');
  const count = names.length === 1 ? '1 system file was' : `${names.length} system files were`;
  return `${count} left out: ${shown}${kinds.length > NAMED_KINDS ? ' and others' : ''}.`;
}

/** How many names are shown of what was left out. */
const NAMED_KINDS = 3;
