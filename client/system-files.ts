// Files that an operating system or a program keeps beside a person's own, and that a dropped folder brings along.

/** Names in lower case of files that Finder, Explorer and file servers keep in folders. */
const names: ReadonlySet<string> = new Set([
  '.ds_store',
  '.localized',
  '.apdisk',
  '.volumeicon.icns',
  'icon\r',
  'thumbs.db',
  'ehthumbs.db',
  'ehthumbs_vista.db',
  'desktop.ini',
  '.directory',
  '.hidden',
]);

/** Folders in lower case whose whole content is the system's. */
const folders: ReadonlySet<string> = new Set([
  '__macosx',
  '.fseventsd',
  '.spotlight-v100',
  '.temporaryitems',
  '.trashes',
  '$recycle.bin',
  'system volume information',
  '@eadir',
]);

/**
 * Prefixes of such names: macOS's second half of a file (AppleDouble, RFC 1740), and the lock files of Office and LibreOffice.
 */
const beginnings = ['._', '~$', '.~lock.', '.nfs', '.fuse_hidden', '.trash-'] as const;

/** Whether a file is the system's own, by its name or by its path within the folder that was chosen. */
export function isSystemFile(path: string): boolean {
  const [name = '', ...parents] = path.toLowerCase().split(/[/\\]/).reverse();
  return (
    names.has(name) ||
    beginnings.some((beginning) => name.startsWith(beginning)) ||
    parents.some((folder) => folders.has(folder) || folder.startsWith('.trash-'))
  );
}

/** A file with the path that it has in the folder that was chosen or dropped. */
export interface InFolder {
  readonly name: string;
  /** As browsers fill it in for folders; empty for a file that was chosen by itself. */
  readonly webkitRelativePath?: string;
}

/** Splits chosen files into those to upload and those of the system. A single file is always uploaded: it was chosen by name. */
export function leaveOutSystemFiles<Item extends InFolder>(
  files: readonly Item[],
): { readonly files: readonly Item[]; readonly leftOut: readonly Item[] } {
  const isOurs = (file: Item) =>
    files.length === 1 || !isSystemFile(file.webkitRelativePath || file.name);
  return { files: files.filter(isOurs), leftOut: files.filter((file) => !isOurs(file)) };
}
