// Code that lies in an image's own bytes, where a viewer passes over it and a careless server or browser does not.
import { HEAD_MAX_BYTES, type StoredBytes } from '../stored-bytes.ts';
import type { ActiveKind } from './active-content.ts';
import { decodeLoosely } from './decode.ts';

/** Finds opening tags of PHP and HTML in an image's head; no encoder writes them, and chance does not either. */
export async function findEmbeddedCode(
  type: string,
  bytes: StoredBytes,
): Promise<ActiveKind | undefined> {
  if (!type.startsWith('image/')) return undefined;
  const head = decodeLoosely(await bytes.read(0, HEAD_MAX_BYTES));
  if (/<\?php\b/i.test(head)) return 'script';
  return /<(?:script|html|iframe|body|svg)[\s>/]/i.test(head) ? 'HTML' : undefined;
}
