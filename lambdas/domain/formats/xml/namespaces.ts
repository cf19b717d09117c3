// The namespace that each prefix is bound to while an XML document is read (Namespaces in XML 1.0).
import { FormatError } from '../evidence.ts';

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/** Bindings in scope; a lookup takes the same time at any depth. */
export class Namespaces {
  readonly #bound = new Map<string, string>([['xml', XML_NAMESPACE]]);
  /** What to restore when elements end: the depth of the element, its prefix and the earlier binding. */
  readonly #shadowed: { depth: number; prefix: string; uri: string | undefined }[] = [];

  /** Binds a prefix, the empty one for the default namespace, for the element at a depth. */
  bind(prefix: string, uri: string, depth: number): void {
    this.#shadowed.push({ depth, prefix, uri: this.#bound.get(prefix) });
    this.#bound.set(prefix, uri);
  }

  /** The namespace of a prefix; the empty string for names without one. @throws FormatError for an unbound prefix */
  resolve(prefix: string): string {
    const uri = this.#bound.get(prefix);
    if (uri === undefined && prefix !== '') {
      const name = JSON.stringify(prefix.slice(0, 50));
      throw new FormatError('contradictory', `It uses the prefix ${name} without a namespace.`);
    }
    return uri ?? '';
  }

  /** Ends the bindings of the element at a depth. */
  leave(depth: number): void {
    for (;;) {
      const last = this.#shadowed.at(-1);
      if (last?.depth !== depth) return;
      this.#shadowed.pop();
      if (last.uri === undefined) this.#bound.delete(last.prefix);
      else this.#bound.set(last.prefix, last.uri);
    }
  }
}
