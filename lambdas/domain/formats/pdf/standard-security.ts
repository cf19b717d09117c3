// Opens PDFs that are encrypted without a user password (ISO 32000-2 §7.6.4).
import { FormatError } from '../evidence.ts';
import { decryptionWith, type Method, type Methods } from './crypt-filters.ts';
import { fileKey } from './file-key.ts';
import { resolved, valuesOf } from './look-up.ts';
import type { Decryption } from './protection.ts';
import type { Survey } from './survey.ts';
import { asCount, Dictionary, PdfString, type Value } from './values.ts';
import type { Window } from './window.ts';

/** How to decrypt a file; `password` when that takes one, undefined when it is not encrypted. @throws FormatError */
export async function openProtection(
  window: Window,
  survey: Survey,
): Promise<Decryption | 'password' | undefined> {
  const { place, id } = survey.encryption;
  if (place === undefined) return undefined;
  const found =
    typeof place === 'number'
      ? (await valuesOf(window, survey, new Set([place]))).get(place)
      : place;
  if (!(found instanceof Dictionary) || found.isLoose) {
    throw new FormatError('contradictory', 'Its encryption dictionary is missing or damaged.');
  }
  const dictionary = await resolved(window, survey, found);
  const version = asCount(only(dictionary, 'V')) ?? 0;
  const revision = asCount(only(dictionary, 'R')) ?? 0;
  const isKnown =
    only(dictionary, 'Filter') === 'Standard' &&
    [1, 2, 4, 5].includes(version) &&
    revision >= 2 &&
    revision <= 6 &&
    version >= 5 === revision >= 5;
  // What another handler encrypts takes a certificate or a program of its own.
  if (!isKnown) return 'password';
  const methods = version >= 4 ? methodsOf(dictionary) : everything('rc4');
  if (!methods) return 'password';
  const key = fileKey({
    revision,
    keyBytes: keyBytesOf(version, revision, only(dictionary, 'Length')),
    ownerEntry: bytesOf(dictionary, 'O'),
    userEntry: bytesOf(dictionary, 'U'),
    encryptedKey: bytesOf(dictionary, 'UE'),
    permissions: Number(only(dictionary, 'P')) || 0,
    encryptsMetadata: only(dictionary, 'EncryptMetadata') !== false,
    id,
  });
  return key ? decryptionWith(key, methods) : 'password';
}

function only(dictionary: Dictionary, key: string): Value {
  const [value = null, second] = dictionary.all(key);
  if (second !== undefined) {
    throw new FormatError('contradictory', `Its encryption has two entries ${key}.`);
  }
  return value;
}

const ENTRY_MAX_BYTES = 256;

function bytesOf(dictionary: Dictionary, key: string): Buffer {
  const value = only(dictionary, key);
  return value instanceof PdfString ? value.decode(ENTRY_MAX_BYTES) : Buffer.alloc(0);
}

/** Programs state the length in bits, in bytes, or not at all. */
function keyBytesOf(version: number, revision: number, length: Value): readonly number[] {
  if (version === 1 || revision === 2) return [5];
  const stated = asCount(length) ?? 40;
  const bytes = stated >= 40 ? Math.floor(stated / 8) : stated;
  const isPossible = bytes >= 5 && bytes <= 16;
  return version === 4 ? [16, ...(isPossible ? [bytes] : [])] : isPossible ? [bytes] : [5, 16];
}

const everything = (method: Method): Methods => ({
  strings: method,
  streams: method,
  named: new Map([['Identity', 'identity' as const]]),
});

const methodNames: ReadonlyMap<Value, Method> = new Map<Value, Method>([
  ['None', 'identity'],
  ['V2', 'rc4'],
  ['AESV2', 'aes-128'],
  ['AESV3', 'aes-256'],
]);

/** The crypt filters; undefined when one of them is unknown. */
function methodsOf(dictionary: Dictionary): Methods | undefined {
  const named = new Map<string, Method>([['Identity', 'identity']]);
  const filters = only(dictionary, 'CF');
  if (filters instanceof Dictionary) {
    for (let at = 0; at < filters.items.length; at += 2) {
      const name = filters.items[at];
      const filter = filters.items[at + 1];
      if (typeof name !== 'string' || !(filter instanceof Dictionary) || name === 'Identity')
        continue;
      const method = methodNames.get(only(filter, 'CFM') ?? 'None');
      if (method === undefined) return undefined;
      only(filters, name);
      named.set(name, method);
    }
  }
  const methodOf = (key: string) => {
    const name = only(dictionary, key) ?? 'Identity';
    return typeof name === 'string' ? named.get(name) : undefined;
  };
  const strings = methodOf('StrF');
  const streams = methodOf('StmF');
  return strings && streams ? { strings, streams, named } : undefined;
}
