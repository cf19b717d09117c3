// The directory of a compound file: a tree of storages and streams (MS-CFB, section 2.6).
import type { StoredBytes } from '../../stored-bytes.ts';
import { FormatError } from '../evidence.ts';

/** Bytes of an entry. */
const ENTRY_BYTES = 128;
/** Entries of one file; a message with a thousand recipients has about ten thousand. */
const MAX_ENTRIES = 50_000;
/** Storages within storages; programs write at most a few for each embedded document. */
const MAX_DEPTH = 32;
/** A link of the tree that leads nowhere. */
const NO_ENTRY = 0xffffffff;

const entryType = { unused: 0, storage: 1, stream: 2, root: 5 } as const;

/** A storage, which is a folder, or a stream, which is a file. */
export interface CompoundEntry {
  readonly name: string;
  /** The name in lower case, as programs find it. */
  readonly key: string;
  /** The names from the root on, joined by slashes; control characters are replaced. */
  readonly path: string;
  readonly isStream: boolean;
  /** First sector of a stream, or of the mini stream in the root. */
  readonly start: number;
  /** Bytes. */
  readonly size: number;
  readonly children: readonly CompoundEntry[];
}

interface RawEntry {
  readonly name: string;
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

/** Reads the tree below the root. @throws FormatError where it is not a tree, or names repeat in one storage */
export async function readDirectory(stream: StoredBytes, version: 3 | 4): Promise<CompoundEntry> {
  const count = Math.floor(stream.size / ENTRY_BYTES);
  if (count > MAX_ENTRIES) {
    throw new FormatError('unreadable', `Its directory has more than ${MAX_ENTRIES} entries.`);
  }
  const raw: RawEntry[] = [];
  for (let at = 0; at < count; at += 1) {
    raw.push(rawEntry(Buffer.from(await stream.read(at * ENTRY_BYTES, ENTRY_BYTES)), version));
  }
  const [root] = raw;
  if (root?.type !== entryType.root) {
    throw new FormatError('contradictory', 'Its directory does not begin with a root.');
  }
  return buildTree(raw, root);
}

function rawEntry(bytes: Buffer, version: 3 | 4): RawEntry {
  const nameBytes = bytes.readUInt16LE(64);
  const type = bytes.readUInt8(66);
  if (type !== entryType.unused && (nameBytes > 64 || nameBytes % 2 !== 0)) {
    throw new FormatError('contradictory', `A name in its directory has ${nameBytes} bytes.`);
  }
  return {
    name: bytes.toString('utf16le', 0, Math.max(0, nameBytes - 2)),
    type,
    left: bytes.readUInt32LE(68),
    right: bytes.readUInt32LE(72),
    child: bytes.readUInt32LE(76),
    start: bytes.readUInt32LE(116),
    // The upper half may hold anything in version 3 (MS-CFB, section 2.6.1).
    size: version === 3 ? bytes.readUInt32LE(120) : Number(bytes.readBigUInt64LE(120)),
  };
}

interface OpenEntry extends CompoundEntry {
  readonly children: CompoundEntry[];
  readonly names: Set<string>;
  readonly depth: number;
}

function buildTree(raw: readonly RawEntry[], rootEntry: RawEntry): CompoundEntry {
  const seen = new Set([0]);
  const root = openEntry(rootEntry, '', 0);
  const waiting: (readonly [id: number, parent: OpenEntry])[] = [[rootEntry.child, root]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [id, parent] = next;
    if (id === NO_ENTRY) continue;
    const entry = raw[id];
    const isAllocated = entry?.type === entryType.storage || entry?.type === entryType.stream;
    if (!entry || !isAllocated || seen.has(id)) {
      throw new FormatError('contradictory', `Its directory is no tree at entry ${id}.`);
    }
    seen.add(id);
    const open = openEntry(entry, parent.path, parent.depth + 1);
    if (parent.names.has(open.key)) {
      throw new FormatError('contradictory', `Two of its entries are called ${open.path}.`);
    }
    parent.names.add(open.key);
    parent.children.push(open);
    waiting.push([entry.right, parent], [entry.left, parent]);
    if (entry.type === entryType.storage) waiting.push([entry.child, open]);
  }
  return root;
}

function openEntry(entry: RawEntry, parentPath: string, depth: number): OpenEntry {
  if (depth > MAX_DEPTH) {
    throw new FormatError('unreadable', `Its storages are nested more than ${MAX_DEPTH} deep.`);
  }
  const { name, type, start, size } = entry;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: names of the format's own streams begin with one
  const shown = name.replaceAll(/[\0-\x1f]/g, '_');
  return {
    name,
    key: name.toLowerCase(),
    path: depth === 0 ? '' : parentPath === '' ? shown : `${parentPath}/${shown}`,
    isStream: type === entryType.stream,
    start,
    size,
    children: [],
    names: new Set(),
    depth,
  };
}

/** The entry of this name, which programs find whatever its case. */
export const childOf = (storage: CompoundEntry, name: string): CompoundEntry | undefined =>
  storage.children.find(({ key }) => key === name.toLowerCase());

/** Every entry below a storage, storages before what they hold. */
export function* descendants(storage: CompoundEntry): Generator<CompoundEntry> {
  for (const child of storage.children) {
    yield child;
    yield* descendants(child);
  }
}
