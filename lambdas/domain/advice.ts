// Advice about a file of a type that is not taken: one sentence for each kind that is often uploaded.
import {
  aTypeName,
  extensionOf,
  isOfficeType,
  isUnsafeType,
  typeNamePlural,
} from './content-types.ts';
import { foreignTypes } from './foreign-types.ts';

/** How many types an enumeration names before it only counts the rest. */
const NAMED_TYPES = 6;

/** Types as an enumeration: `JPEG images, PNG images and 4 other types`. */
export function listTypes(types: readonly string[]): string {
  const names = [...new Set(types.map(typeNamePlural))];
  const named = names.slice(0, names.length > NAMED_TYPES ? NAMED_TYPES - 1 : NAMED_TYPES);
  const others = names.length - named.length;
  const last = others > 0 ? `${others} other types` : (named.pop() ?? 'nothing');
  return named.length === 0 ? last : `${named.join(', ')} and ${last}`;
}

/** Advice on a file of this type, for a collection that takes these types. */
export function adviceFor(type: string, taken: readonly string[]): string {
  if (Object.hasOwn(foreignTypes, type) && programs.test(type))
    return 'Choose another file; programs are never taken.';
  if (isUnsafeType(type)) return 'Save it without macros and upload that.';
  const target = targets(type).find((each) => taken.includes(each));
  if (target !== undefined) {
    return `Save it as ${aTypeName(target)} (${extensionOf(target)}) and upload that.`;
  }
  if (packed.test(type)) return 'Unpack it and upload the files that are in it.';
  return 'Save it as one of these types, or upload it to a collection that takes it.';
}

const programs =
  /msdownload|msi|elf|mach-binary|java|wasm|android|xpinstall|chrome|flash|shortcut|htmlhelp|regedit|-sh$|-bat$|php/;
const packed = /zip|gzip|bzip|xz|zstd|7z|rar|tar|cab|iso9660|diskimage/;

const jpegOrPng = ['image/jpeg', 'image/png'];
const mp4 = ['video/mp4'];
const mp3 = ['audio/mpeg', 'audio/mp4'];
const office = 'application/vnd.openxmlformats-officedocument';

/** The types that a program which opens this type can usually save, the best first. */
function targets(type: string): readonly string[] {
  if (type === 'image/svg+xml') return ['image/png', 'application/pdf'];
  if (type.startsWith('image/') || type === 'application/eps')
    return [...jpegOrPng, 'application/pdf'];
  if (type.startsWith('video/')) return mp4;
  if (type.startsWith('audio/')) return mp3;
  if (Object.hasOwn(documents, type)) return documents[type] ?? [];
  return isOfficeType(type) ? ['application/pdf'] : [];
}

const documents: Readonly<Record<string, readonly string[]>> = {
  'application/msword': [`${office}.wordprocessingml.document`, 'application/pdf'],
  'application/vnd.ms-excel': [`${office}.spreadsheetml.sheet`, 'application/pdf'],
  'application/vnd.ms-powerpoint': [`${office}.presentationml.presentation`, 'application/pdf'],
  'application/x-cfb': [`${office}.wordprocessingml.document`, 'application/pdf'],
  'application/rtf': [`${office}.wordprocessingml.document`, 'application/pdf'],
  'application/postscript': ['application/pdf'],
  'application/pdf': jpegOrPng,
  'text/html': ['application/pdf', 'text/plain'],
  'application/xml': ['text/plain'],
  'message/rfc822': ['application/pdf'],
  'application/vnd.ms-outlook': ['application/pdf'],
  'application/vnd.apple.pages': [`${office}.wordprocessingml.document`, 'application/pdf'],
  'application/vnd.apple.numbers': [`${office}.spreadsheetml.sheet`, 'application/pdf'],
  'application/vnd.apple.keynote': [`${office}.presentationml.presentation`, 'application/pdf'],
};
