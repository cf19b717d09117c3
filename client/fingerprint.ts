// Recognises a file that the same person chooses again for the same place, without reading it.
import { toHex } from './hex.ts';
import type { UploadSource } from './source.ts';

/** The properties by which two uploads are the same. */
export interface Identity {
  readonly api: string;
  /** The JWT of who uploads, of which only its `sub` counts; or an upload permission, which counts as a whole. */
  readonly token: string;
  readonly collection: string;
  /** Id of the file that it replaces. */
  readonly replaces?: string | undefined;
  /** The owner of the file, if that is not the caller. */
  readonly owner?: string | undefined;
  readonly source: UploadSource;
}

/**
 * SHA-256 in hex over name, size, modification time, type, collection, API, owner and what it replaces; `undefined` without
 * WebCrypto.
 */
export async function fingerprint(identity: Identity): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle) return undefined;
  const { api, token, collection, replaces = null, owner, source } = identity;
  const { name, size, type, lastModified = 0 } = source;
  const place = [
    api,
    subjectOf(token),
    collection,
    replaces,
    ...(owner === undefined ? [] : [owner]),
  ];
  const text = JSON.stringify([...place, name, size, type, lastModified]);
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return toHex(new Uint8Array(hash));
}

/** The `sub` of a JWT, unverified: it only keeps two people on one machine apart. Any other token itself; empty without a `sub`. */
function subjectOf(token: string): string {
  const [, text] = token.split('.');
  if (text === undefined) return token;
  try {
    const payload = text.replaceAll('-', '+').replaceAll('_', '/');
    return String((JSON.parse(atob(payload)) as { sub?: unknown }).sub ?? '');
  } catch {
    return '';
  }
}
