// The list of content types in a package (ECMA-376 part 2, section 10.1.2): Override, then Default.
import { FormatError } from '../evidence.ts';
import { parseXml } from '../xml/parse-xml.ts';
import type { XmlElement } from '../xml/xml-reader.ts';
import { partExtension, partKey } from './part-names.ts';

/** Content types of a package's parts, in lower case and without parameters. */
export interface ContentTypes {
  readonly overrides: ReadonlyMap<string, string>;
  readonly defaults: ReadonlyMap<string, string>;
  /** Every type in the list, of whatever element. */
  readonly all: ReadonlySet<string>;
}

/** The value of an attribute without a namespace. */
export const attributeOf = ({ attributes }: XmlElement, name: string): string | undefined =>
  attributes.find(({ local, uri }) => local === name && uri === '')?.value;

/** Reads `[Content_Types].xml`. @throws FormatError when it names the type of a part or an extension twice */
export async function readContentTypes(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<ContentTypes> {
  const overrides = new Map<string, string>();
  const defaults = new Map<string, string>();
  const all = new Set<string>();
  const add = (types: Map<string, string>, key: string | undefined, type: string) => {
    all.add(type);
    if (key === undefined) return;
    if (types.has(key) && types.get(key) !== type) {
      const detail = `Its list of content types has two for ${JSON.stringify(key.slice(0, 100))}.`;
      throw new FormatError('contradictory', detail);
    }
    types.set(key, type);
  };
  await parseXml(chunks, {
    open(element) {
      const type = bareType(attributeOf(element, 'ContentType') ?? '');
      if (type === '') return;
      const part = attributeOf(element, 'PartName');
      if (element.local === 'Override') add(overrides, part && partKey(part), type);
      else add(defaults, attributeOf(element, 'Extension')?.toLowerCase(), type);
    },
  });
  return { overrides, defaults, all };
}

/** The content type of a part; undefined when the list has none for it. */
export const typeOfPart = (
  { overrides, defaults }: ContentTypes,
  key: string,
): string | undefined => overrides.get(key) ?? defaults.get(partExtension(key));

const bareType = (type: string): string => (type.split(';', 1)[0] ?? '').trim().toLowerCase();

const mainType = /^(.+)\.main(?:\+xml)?$/;

/** The type of the document whose main part has this content type; undefined for types of other parts. */
export function documentType(type: string | undefined): string | undefined {
  const name = type === undefined ? undefined : mainType.exec(type)?.[1];
  return name?.replace(/\.macroenabled(?:template)?$/, '.macroenabled.12');
}
