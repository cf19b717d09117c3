// All that is known about a file, as pairs of a name and a text.
import type { File as FileRecord } from '../lambdas/contract.ts';
import { bytesInWords } from './quantities.ts';
import { typeInWords } from './type-names.ts';
import { statusInWords, verdictInWords } from './words.ts';

/** The facts in the order in which people ask for them. */
export function factsOf(file: FileRecord): readonly (readonly [name: string, text: string])[] {
  const type = file.verdict?.detectedType ?? file.contentType;
  const image = file.image ?? file.verdict?.image;
  return [
    ['Status', `${statusInWords(file.status)}. ${verdictInWords(file, new Date())}`],
    ['File name', file.filename],
    ['Type', typeInWords(type)],
    [
      'Size',
      `${bytesInWords(file.size)}${image?.width ? `, ${image.width} × ${image.height} pixels` : ''}`,
    ],
    ['Collection', file.collection],
    ['Owner', file.owner],
    ['Sent', momentInFull(file.createdAt)],
  ];
}

const momentInFull = (iso: string): string =>
  new Date(iso).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' });
