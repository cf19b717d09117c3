// Names of parts in a package (ECMA-376 part 2, section 9.1): equal without case, and whatever the spelling of their slashes.

/** The form in which part names are compared: no leading slash, lower case, references to characters resolved. */
export function partKey(name: string): string {
  const path = decodePercent(name).replaceAll('\\', '/').normalize('NFC').toLowerCase();
  return path.startsWith('/') ? path.slice(1) : path;
}

function decodePercent(name: string): string {
  if (!name.includes('%')) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The extension of a part name, in lower case and without its dot. */
export function partExtension(name: string): string {
  const file = name.slice(name.lastIndexOf('/') + 1);
  const dot = file.lastIndexOf('.');
  return dot < 0 ? '' : file.slice(dot + 1).toLowerCase();
}

/** The key of the part that a relationship part describes: `word/_rels/document.xml.rels` describes `word/document.xml`. */
export function sourceOf(relationshipsKey: string): string {
  const folder = relationshipsKey.lastIndexOf('_rels/');
  return relationshipsKey.slice(0, folder) + relationshipsKey.slice(folder + 6, -'.rels'.length);
}

/** The key of the part that a target names, seen from a part. */
export function resolveTarget(sourceKey: string, target: string): string {
  const path = partKey(target.split('#', 1)[0] ?? '');
  const base = /^[/\\]/.test(target) ? [] : sourceKey.split('/').slice(0, -1);
  const segments = base;
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/');
}

export const contentTypesKey = '[content_types].xml';
