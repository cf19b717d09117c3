// ZIP with its office documents, GZIP, 7z and TAR.
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { join, le, look, patched, real } from './look.ts';

interface Entry {
  readonly name: string;
  readonly bytes?: Uint8Array | string;
  readonly flags?: number;
  readonly claimedBytes?: number;
  readonly localName?: string;
  readonly mode?: number;
  /** Stands where the entry before it stands. */
  readonly isShared?: boolean;
}

function zip(
  entries: readonly Entry[],
  { before = '', comment = '', claimed = entries.length } = {},
) {
  const bodies = [join(before)];
  const directory: Uint8Array[] = [];
  let at = bodies[0]?.byteLength ?? 0;
  let previous = at;
  for (const {
    name,
    bytes = 'hello',
    flags = 0,
    claimedBytes,
    localName = name,
    mode = 0o100644,
    isShared,
  } of entries) {
    const content = join(bytes);
    const packed = deflateRawSync(content);
    const common = join(
      le(flags, 2),
      le(8, 2),
      le(0, 4),
      le(crc32(content), 4),
      le(packed.byteLength, 4),
      le(claimedBytes ?? content.byteLength, 4),
    );
    const local = join(
      'PK\x03\x04',
      le(20, 2),
      common,
      le(localName.length, 2),
      le(0, 2),
      localName,
      packed,
    );
    const start = isShared ? previous : at;
    if (!isShared) {
      bodies.push(local);
      previous = at;
      at += local.byteLength;
    }
    directory.push(
      join(
        'PK\x01\x02',
        le(0x0314, 2),
        le(20, 2),
        common,
        le(name.length, 2),
        Buffer.alloc(8),
        le(mode * 0x10000, 4),
        le(start, 4),
        name,
      ),
    );
  }
  const whole = join(...directory);
  return join(
    ...bodies,
    whole,
    'PK\x05\x06',
    le(0, 4),
    le(claimed, 2),
    le(claimed, 2),
    le(whole.byteLength, 4),
    le(at, 4),
    le(comment.length, 2),
    comment,
  );
}

describe('ZIP', () => {
  const inspect = async (bytes: Uint8Array) => (await look('application/zip', bytes)).archive;

  it('the sizes in the directory of a ZIP are added up', async () => {
    const archive = zip(
      [
        { name: 'a.txt' },
        { name: 'b/c.zip', claimedBytes: 4_000_000_000 },
        { name: 'word/vbaProject.bin' },
        { name: 'run.exe', flags: 1 },
      ],
      { comment: 'made by hand' },
    );
    expect(await inspect(archive)).toEqual({
      entries: 4,
      expandedBytes: 4_000_000_015,
      isEncrypted: true,
      nestedArchives: 1,
      programs: 1,
    });
    expect(await inspect(zip([]))).toMatchObject({ entries: 0, expandedBytes: 0 });
  });

  it('reads sizes of more than 32 bits', async () => {
    const extra = join(le(1, 2), le(16, 2), le(2 ** 40, 6), le(0, 2), le(5, 6), le(0, 2));
    const entry = join(
      'PK\x01\x02',
      le(0x0314, 2),
      le(45, 2),
      le(0, 4),
      Buffer.alloc(8),
      le(2 ** 32 - 1, 4),
      le(2 ** 32 - 1, 4),
      le(1, 2),
      le(extra.byteLength, 2),
      le(0, 6),
      le(0, 4),
      le(0, 4),
      'a',
      extra,
    );
    const local = join(
      'PK\x03\x04',
      le(0, 6),
      le(0, 6),
      le(0, 6),
      le(0, 4),
      le(1, 2),
      le(0, 2),
      'a',
      'hello',
    );
    const end64 = join(
      'PK\x06\x06',
      le(44, 6),
      le(0, 2),
      le(45, 2),
      le(45, 2),
      le(0, 4),
      le(0, 4),
      le(1, 6),
      le(0, 2),
      le(1, 6),
      le(0, 2),
      le(entry.byteLength, 6),
      le(0, 2),
      le(local.byteLength, 6),
      le(0, 2),
    );
    const locator = join(
      'PK\x06\x07',
      le(0, 4),
      le(local.byteLength + entry.byteLength, 6),
      le(0, 2),
      le(1, 4),
    );
    const end = join(
      'PK\x05\x06',
      le(0, 4),
      le(2 ** 16 - 1, 2),
      le(2 ** 16 - 1, 2),
      le(2 ** 32 - 1, 4),
      le(2 ** 32 - 1, 4),
      le(0, 2),
    );
    expect(await inspect(join(local, entry, end64, locator, end))).toMatchObject({
      entries: 1,
      expandedBytes: 2 ** 40,
    });
  });

  it.each(['/etc/passwd', '..\\a', 'a/../../b', 'C:\\a', '\\a', 'a\0b'])(
    'finds the name %j, which leaves the folder',
    async (name) => {
      expect(await inspect(zip([{ name }]))).toMatchObject({ unsafeName: name });
    },
  );

  it('finds a symbolic link, and no harm in two dots', async () => {
    expect(await inspect(zip([{ name: 'link', mode: 0o120777 }]))).toMatchObject({
      unsafeName: 'link',
    });
    expect((await inspect(zip([{ name: 'a..b/c...d' }])))?.unsafeName).toBeUndefined();
  });

  const one = zip([{ name: 'a.txt' }]);
  it.each([
    ['no directory', one.subarray(0, 40), 'truncated'],
    ['no end', one.subarray(0, -1), 'truncated'],
    ['something behind its end', join(one, 'x'), 'truncated'],
    ['something before its beginning', zip([{ name: 'a' }], { before: 'MZ' }), 'contradictory'],
    [
      'an end within its comment',
      zip([{ name: 'a' }], { comment: zip([]).toString('latin1') }),
      'contradictory',
    ],
    [
      'entries on top of each other',
      zip([{ name: 'a' }, { name: 'b', isShared: true }]),
      'contradictory',
    ],
    ['fewer entries than claimed', zip([{ name: 'a' }], { claimed: 9 }), 'contradictory'],
    [
      'more entries than claimed',
      zip([{ name: 'a' }, { name: 'b' }], { claimed: 1 }),
      'contradictory',
    ],
    ['two names for one entry', zip([{ name: 'a.txt', localName: 'a.exe' }]), 'contradictory'],
    [
      'an entry that hides its size',
      zip([{ name: 'a', bytes: real('fixture.png'), claimedBytes: 1 }]),
      'contradictory',
    ],
  ])('a ZIP is refused: %s', async (_what, bytes, kind) => {
    expect((await inspect(bytes))?.flaw?.kind).toBe(kind);
  });

  it('every entry of a ZIP directory of 15,000 is counted', async () => {
    const many = Array.from({ length: 15_000 }, (_, index) => ({
      name: `${index}${'x'.repeat(40)}`,
      bytes: '',
    }));
    expect(await inspect(zip(many))).toMatchObject({ entries: 15_000 });
  });

  it('an office document is not taken for a ZIP archive', async () => {
    const { archive } = await look(
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      real('fixture.docx'),
    );
    expect(archive).toMatchObject({ entries: 12 });
  });
});

describe('other archives', () => {
  const archiveOf = async (type: string, bytes: Uint8Array) => (await look(type, bytes)).archive;

  it('GZIP claims its size at the end', async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    expect(await archiveOf('application/gzip', bomb)).toMatchObject({ expandedBytes: 1_000_000 });
    expect((await archiveOf('application/gzip', bomb.subarray(0, 12)))?.flaw?.kind).toBe(
      'truncated',
    );
  });

  it('7z must end with its directory', async () => {
    const type = 'application/x-7z-compressed';
    const archive = real('fixture.7z');
    expect((await archiveOf(type, archive))?.flaw).toBeUndefined();
    expect((await archiveOf(type, archive.subarray(0, -1)))?.flaw?.kind).toBe('truncated');
    expect((await archiveOf(type, join(archive, 'MZ')))?.flaw?.kind).toBe('contradictory');
    expect((await archiveOf(type, patched(archive, 12, 'x')))?.flaw?.kind).toBe('contradictory');
  });

  it('TAR must begin with a sound entry', async () => {
    const header = Buffer.alloc(512);
    header.write('../a', 0);
    header.write('        ', 148);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    expect(await archiveOf('application/x-tar', header)).toMatchObject({ unsafeName: '../a' });
    expect((await archiveOf('application/x-tar', patched(header, 0, 'b')))?.flaw?.kind).toBe(
      'contradictory',
    );
  });
});
