// Relationship parts of a package (ECMA-376 part 2, section 9.3): what a part refers to, inside and outside.
import { FormatError } from '../evidence.ts';
import { parseXml } from '../xml/parse-xml.ts';
import { attributeOf } from './content-types.ts';

/** More relations than any document has. */
const RELATIONS_MAX = 200_000;

/** One relation of a part. */
export interface Relation {
  readonly id: string;
  /** The last segment of its type, in lower case: the namespaces of Office versions differ before it. */
  readonly kind: string;
  readonly target: string;
  readonly isExternal: boolean;
}

/** Reads a relationship part. */
export async function readRelations(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<readonly Relation[]> {
  const relations: Relation[] = [];
  const ids = new Set<string>();
  await parseXml(chunks, {
    open(element) {
      if (element.local !== 'Relationship') return;
      const id = (attributeOf(element, 'Id') ?? '').trim();
      if (ids.has(id) && id !== '') {
        throw new FormatError(
          'contradictory',
          `It has two relations named ${JSON.stringify(id.slice(0, 50))}.`,
        );
      }
      ids.add(id);
      const type = (attributeOf(element, 'Type') ?? '').trim().toLowerCase();
      relations.push({
        id,
        kind: type.slice(type.lastIndexOf('/') + 1),
        target: attributeOf(element, 'Target') ?? '',
        isExternal: attributeOf(element, 'TargetMode')?.trim().toLowerCase() === 'external',
      });
      if (relations.length > RELATIONS_MAX) {
        throw new FormatError('unreadable', `It has more than ${RELATIONS_MAX} relations.`);
      }
    },
  });
  return relations;
}
