// Collects what the trailers of a PDF say about its encryption (ISO 32000-2 §7.5.5 and §7.6).
import { FormatError } from '../evidence.ts';
import { Dictionary, isArray, PdfString, Reference } from './values.ts';

/** Bytes of a file identifier that count; programs write 16. */
const ID_MAX_BYTES = 1024;

/** What all trailers of a file say together. Keeps no trailer, since each keeps a part of the file in memory. */
export class EncryptionNames {
  #isNamed = false;
  #isMissing = false;
  #number: number | undefined;
  #direct: Dictionary | undefined;
  #isContradictory = false;
  /** The first part of the file's identifier (§14.4), which keys are made with. */
  id: Buffer = Buffer.alloc(0);

  add(trailer: Dictionary): void {
    const encryption = trailer.all('Encrypt');
    const [id] = trailer.all('ID');
    const [first] = id !== undefined && isArray(id) ? id : [];
    if (first instanceof PdfString && this.id.byteLength === 0)
      this.id = first.decode(ID_MAX_BYTES);
    if (encryption.length === 0 && trailer.has('Root')) this.#isMissing = true;
    for (const each of encryption) {
      if (each instanceof Reference) {
        if (this.#direct || (this.#number ?? each.number) !== each.number)
          this.#isContradictory = true;
        this.#number ??= each.number;
      } else if (each instanceof Dictionary) {
        if (this.#isNamed) this.#isContradictory = true;
        this.#direct ??= each;
      } else this.#isContradictory = true;
      this.#isNamed = true;
    }
  }

  /** Where the encryption dictionary stands; undefined when the file is not encrypted. @throws FormatError */
  get place(): number | Dictionary | undefined {
    if (!this.#isNamed) return undefined;
    if (this.#isContradictory || this.#isMissing) {
      throw new FormatError('contradictory', 'Its trailers do not agree on how it is encrypted.');
    }
    return this.#direct ?? this.#number;
  }
}
