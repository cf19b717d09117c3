// Builds small compound files of version 3 for tests: a tree of storages and streams in sectors of 512 bytes.
import { le } from '../look.ts';

const SECTOR = 512;
const END = 0xfffffffe;
const FREE = 0xffffffff;
const FAT = 0xfffffffd;

/** A storage by its entries, or a stream by its bytes. */
export type Tree = { readonly [name: string]: Uint8Array | Tree };

interface Row {
  readonly name: string;
  readonly type: number;
  next: number;
  child: number;
  start: number;
  size: number;
}

/** Writes the file; streams of 4,096 bytes and more get their own sectors, smaller ones lie in the mini stream. */
export function buildCompound(tree: Tree): Buffer {
  const sectors: Buffer[] = [];
  const fat: number[] = [];
  const small: Buffer[] = [];
  const miniFat: number[] = [];
  const rows: Row[] = [];

  const append = (bytes: Uint8Array): number => {
    const start = sectors.length;
    const count = Math.ceil(bytes.byteLength / SECTOR);
    for (let index = 0; index < count; index += 1) {
      const sector = Buffer.alloc(SECTOR);
      sector.set(bytes.subarray(index * SECTOR, (index + 1) * SECTOR));
      sectors.push(sector);
      fat.push(index + 1 < count ? start + index + 1 : END);
    }
    return count === 0 ? END : start;
  };
  const appendSmall = (bytes: Uint8Array): number => {
    const start = miniFat.length;
    const count = Math.ceil(bytes.byteLength / 64);
    for (let index = 0; index < count; index += 1) {
      miniFat.push(index + 1 < count ? start + index + 1 : END);
    }
    small.push(Buffer.concat([bytes, Buffer.alloc(count * 64 - bytes.byteLength)]));
    return count === 0 ? END : start;
  };
  const addRow = (name: string, type: number): Row => {
    const row = { name, type, next: FREE, child: FREE, start: 0, size: 0 };
    rows.push(row);
    return row;
  };
  const addChildren = (parent: Row, children: Tree): void => {
    let previous: Row | undefined;
    for (const [name, content] of Object.entries(children)) {
      const id = rows.length;
      const isStream = content instanceof Uint8Array;
      const row = addRow(name, isStream ? 2 : 1);
      if (previous) previous.next = id;
      else parent.child = id;
      previous = row;
      if (isStream) {
        row.size = content.byteLength;
        row.start = content.byteLength >= 4096 ? append(content) : appendSmall(content);
      } else {
        addChildren(row, content as Tree);
      }
    }
  };

  const root = addRow('Root Entry', 5);
  addChildren(root, tree);
  const container = Buffer.concat(small);
  root.size = container.byteLength;
  root.start = append(container);
  const miniFatStart = append(Buffer.concat(miniFat.map((next) => le(next, 4))));
  const directoryStart = append(Buffer.concat(rows.map(directoryEntry)));
  const fatStart = sectors.length;
  let fatCount = 1;
  while (fatCount * 128 < fatStart + fatCount) fatCount += 1;
  const table = Buffer.alloc(fatCount * SECTOR, 0xff);
  [...fat, ...Array.from({ length: fatCount }, () => FAT)].forEach((next, index) => {
    table.writeUInt32LE(next, index * 4);
  });
  sectors.push(table);

  const header = Buffer.alloc(SECTOR);
  header.write('d0cf11e0a1b11ae1', 'hex');
  header.writeUInt16LE(0x3e, 24);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(fatCount, 44);
  header.writeUInt32LE(directoryStart, 48);
  header.writeUInt32LE(4096, 56);
  header.writeUInt32LE(miniFatStart, 60);
  header.writeUInt32LE(Math.ceil((miniFat.length * 4) / SECTOR), 64);
  header.writeUInt32LE(END, 68);
  for (let index = 0; index < 109; index += 1) {
    header.writeUInt32LE(index < fatCount ? fatStart + index : FREE, 76 + 4 * index);
  }
  return Buffer.concat([header, ...sectors]);
}

function directoryEntry({ name, type, next, child, start, size }: Row): Buffer {
  const entry = Buffer.alloc(128);
  entry.write(name, 'utf16le');
  entry.writeUInt16LE(name.length * 2 + 2, 64);
  entry.writeUInt8(type, 66);
  entry.writeUInt32LE(FREE, 68);
  entry.writeUInt32LE(next, 72);
  entry.writeUInt32LE(child, 76);
  entry.writeUInt32LE(start, 116);
  entry.writeUInt32LE(size, 120);
  return entry;
}
