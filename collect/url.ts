// Parses a URL as written and derives the name of the collected file.
import { posix } from 'node:path';

/** A URL that leads into the collected files. */
export interface LocalUrl {
  /** Name that it leads to, in NFC; begins with `../` when it leaves the root. */
  readonly name: string;
  /** The part that is kept as it was written: empty, or the public path. */
  readonly prefix: string;
  /** The path after the prefix, part by part, decoded. */
  readonly parts: readonly string[];
  /** Whether it leads there as it is written, for every reader: in NFC, and without a bare `+`. */
  readonly isExact: boolean;
  /** Query and fragment, with their marks. */
  readonly suffix: string;
}

/** Marks of template languages in a text that is not a URL yet. */
const isTemplate = (url: string): boolean => /\{\{|\{%|<%|\$\{/.test(url);
const hasScheme = (url: string): boolean => /^([a-z][a-z\d+.-]*:|\/\/)/i.test(url);

/**
 * Takes a URL apart that is relative to a directory, or begins with the public path. Undefined when it leads elsewhere:
 * to another scheme or host, to a fragment of the same file, to a directory, or to a path outside the public one.
 */
export function parseLocalUrl(
  written: string,
  directory: string,
  publicPath: string,
): LocalUrl | undefined {
  const url = written.trim();
  if (isTemplate(url)) return undefined;
  const isPublic = !url.startsWith('//') && url.startsWith(publicPath);
  if (!isPublic && (url.startsWith('/') || hasScheme(url))) return undefined;
  const prefix = isPublic ? publicPath : '';
  const [path = ''] = /^[^?#]*/.exec(url.slice(prefix.length)) ?? [];
  const parts = path.split('/').map(decode);
  if (/^\.{0,2}$/.test(parts.at(-1) ?? '')) return undefined;
  const from = isPublic ? '' : directory;
  return {
    name: posix.join(from, ...parts.map((part) => part || '.')).normalize('NFC'),
    prefix,
    parts,
    isExact: !path.includes('+') && parts.every((part) => part === part.normalize('NFC')),
    suffix: url.slice(prefix.length + path.length),
  };
}

/**
 * The URL in the same words, leading to the file under its new path. Hashing changes the last part of a path and nothing before
 * it, so the author's path to it stays.
 */
export function formatUrl({ prefix, parts, suffix }: LocalUrl, path: string): string {
  const renamed = [...parts.slice(0, -1), posix.basename(path)];
  return prefix + renamed.map(encode).join('/') + suffix.replace(/["'()<>\\\s`]/g, encode);
}

/** Directory that the URLs of a document are relative to, its `<base href>` considered; undefined when that is elsewhere. */
export function baseDirectory(
  name: string,
  base: string | undefined,
  publicPath: string,
): string | undefined {
  const own = posix.dirname(name);
  if (base === undefined) return own;
  const local = parseLocalUrl(
    `${base.replace(/[?#].*$/, '').replace(/[^/]*$/, '')}_`,
    own,
    publicPath,
  );
  return local && posix.dirname(local.name);
}

/** Decodes one part; an invalid escape is kept as it is, as in browsers. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * Encodes one part such that it can stand in any language and any quotes, and that S3 reads it as it was meant: of all
 * servers it takes a bare + for a space.
 */
const encode = (part: string): string =>
  encodeURIComponent(part.normalize('NFC'))
    .replaceAll('%40', '@')
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
