// Takes the place of the sizes of Uppy: those of the page are in the language of its reader.
import { bytesInWords } from '../quantities.ts';

/** A size as the page writes it. */
export const prettierBytes = (bytes: number): string => bytesInWords(Math.round(bytes));
