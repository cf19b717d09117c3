// The name that a download is saved under: its extension belongs to the detected type, and every file system stores it as it is.
import { extensionIn, extensionsOf } from './file-extensions.ts';
import { byteLength, MAX_FILENAME_BYTES, shorten, trimEnd, withoutUnsafe } from './filename.ts';

/** The name of a file whose own name is only an extension. */
const UNNAMED = 'file';

/** Characters that Windows allows in no name; a colon there names a stream within another file (MS-FSCC 2.1.5). */
const notInNames = /[<>:"|?*/\\]/g;

/** Devices that Windows opens instead of a file, whatever their extension (Win32, "Naming Files, Paths, and Namespaces"). */
const device = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])$/i;

/**
 * The name to save a file of `contentType` under. Its last extension is one of that type's, else the type's own is appended;
 * blanks, dots and device names that would change the name on Windows are removed.
 */
export function savedName(
  filename: string,
  contentType: string,
  extensions = extensionsOf(contentType),
): string {
  const stored = trimEnd(withoutUnsafe(filename).replace(notInNames, '_'));
  const name = stored.replace(hiding, '');
  const isHidden = stored.slice(0, stored.length - name.length).includes('.');
  // `.jpg` is only an extension.
  const whole = isHidden && !name.includes('.') ? `.${name}` : name;
  const length = extensions.includes(extensionIn(whole)) ? extensionIn(whole).length : 0;
  const [stem, ending] =
    length === 0 ? [name, extensions[0]] : [whole.slice(0, -length), whole.slice(-length)];
  const maxBytes = MAX_FILENAME_BYTES - byteLength(ending);
  const short = shorten(stem, maxBytes);
  return (isDevice(short) ? shorten(`_${short}`, maxBytes) : short || UNNAMED) + ending;
}

/** A name that begins with a dot is hidden on Unix, where some programs read their settings from it. */
const hiding = /^[\s.]+/u;

const isDevice = (stem: string): boolean => device.test(trimEnd(stem.split('.', 1)[0] ?? ''));
