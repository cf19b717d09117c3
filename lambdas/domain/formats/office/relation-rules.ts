// Which relations of an Office document are active: by an allow-list for what lies outside, by kind for what lies inside.
import { addressKind, isProgramAddress } from '../address.ts';
import type { FindingKind } from '../evidence.ts';
import type { Relation } from './relationships.ts';

/** Relations to parts that act, wherever they lead (ECMA-376 part 1, section 15; MS-OFFMACRO2, MS-OI29500). */
const activeKinds: ReadonlyMap<string, FindingKind> = new Map([
  ['vbaproject', 'macro'],
  ['wordvbadata', 'macro'],
  ['xlmacrosheet', 'macro'],
  ['xlintlmacrosheet', 'macro'],
  ['dialogsheet', 'macro'],
  ['attachedtoolbars', 'macro'],
  ['oleobject', 'embedded_object'],
  ['control', 'embedded_object'],
  ['activexcontrolbinary', 'embedded_object'],
  ['afchunk', 'embedded_object'],
  ['subdocument', 'external_content'],
  ['frame', 'external_content'],
  ['webextension', 'external_content'],
  ['webextensiontaskpanes', 'external_content'],
]);

/** Relations that may lead to a file on the reader's own computer: nothing is fetched from elsewhere. */
const mayBeLocal: ReadonlySet<string> = new Set([
  'attachedtemplate',
  'image',
  'audio',
  'video',
  'media',
  'externallinkpath',
  'xlpathmissing',
]);

/** The active content of a relation when the document is opened or clicked; undefined when it is harmless. */
export function relationFinding(relation: Relation): FindingKind | undefined {
  const { kind, target, isExternal } = relation;
  const address = addressKind(target);
  // A target that names another place is outside, whatever its mode says.
  if (
    !isExternal &&
    (address === 'local' ? !/^[a-z]:|^file:/i.test(target) : address === 'inside')
  ) {
    return activeKinds.get(kind);
  }
  if (kind === 'hyperlink') return linkFinding(target);
  if (activeKinds.get(kind) === 'macro') return 'macro';
  if (address === 'script') return 'script';
  const isHarmless = mayBeLocal.has(kind) && (address === 'local' || address === 'inside');
  return isHarmless ? undefined : 'external_content';
}

/** What a link does when a person clicks it; undefined for the web, messages, and documents of their own. */
export function linkFinding(target: string): FindingKind | undefined {
  switch (addressKind(target)) {
    case 'web':
    case 'message':
    case 'inside':
      return undefined;
    case 'local':
      return isProgramAddress(target) ? 'launch' : undefined;
    case 'network':
      return 'external_content';
    case 'script':
      return 'script';
    case 'protocol':
      return 'launch';
  }
}
