// Formats one owner as one line for people.
import { bytesInWords } from '../../lambdas/domain/bytes-in-words.ts';
import type { OwnerUsage } from './list-owners.ts';

/** Such as `ann: 12 of 1,000 files, 3.4 GB of 5 GB`; characters that control a terminal are removed from the name. */
export function ownerLine({ owner, files, bytes, limits }: OwnerUsage): string {
  const name = owner.replace(/\p{C}/gu, '�');
  const count = `${files.toLocaleString('en')} of ${limits.files.toLocaleString('en')} files`;
  return `${name}: ${count}, ${bytesInWords(bytes)} of ${bytesInWords(limits.bytes)}`;
}
