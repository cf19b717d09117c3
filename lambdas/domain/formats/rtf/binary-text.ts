// Binary data in RTF, read as text: what readers would follow that do not know it as binary.
import { FormatError } from '../evidence.ts';
import type { RtfHandler } from './tokenizer.ts';

/** Words so long that no picture holds them by chance. */
const activeWord =
  /^(?:object|objdata|objemb|objlink|objautlink|objhtml|objocx|objupdate|objclass|fldinst|template)$/;

/** Refuses binary data that holds active control words. */
export class BinaryText implements RtfHandler {
  open(): void {}
  close(): void {}
  symbol(): void {}
  hex(): void {}
  text(): void {}
  brokenWord(): void {}
  binaryData(): void {}

  binary(): boolean {
    return false;
  }

  word(name: string): void {
    if (!activeWord.test(name)) return;
    throw new FormatError('contradictory', `The binary data of a picture holds \\${name}.`);
  }
}
