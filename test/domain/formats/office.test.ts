import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { utf8, zeros } from '../../fixtures/hostile/bytes.ts';
import { everyByte, type MadeFile } from '../../fixtures/hostile/made-file.ts';
import { documentWith, docx } from '../../fixtures/hostile/office-parts.ts';
import { look } from './look.ts';

const archiveOf = async (file: MadeFile) => (await look(docx, everyByte(file))).archive;
const fetchedBy = async (file: MadeFile) =>
  (await look(docx, everyByte(file))).document?.findings.find(
    ({ kind }) => kind === 'external_content',
  )?.target;

const relations = (type: string, mode: string) => ({
  name: 'word/_rels/document.xml.rels',
  bytes: utf8(
    `<Relationships><Relationship Id="a" Type="http://x/relationships/${type}" Target="https://attacker.example/a" ${mode}/></Relationships>`,
  ),
});
const external = 'TargetMode="External"';

const localTemplate = {
  name: 'word/_rels/document.xml.rels',
  bytes: utf8(
    `<Relationships><Relationship Id="a" Type="http://x/relationships/attachedTemplate" Target="file:///C:\\Templates\\a.dotx" ${external}/></Relationships>`,
  ),
};

describe('an office document', () => {
  it.each(['attachedTemplate', 'oleObject', 'frame', 'subDocument', 'image', 'unheardOf'])(
    'an office document that links %s from elsewhere fetches it',
    async (type) => {
      const target = await fetchedBy(documentWith('docx', [relations(type, external)]));
      expect(target).toBe('https://attacker.example/a');
    },
  );

  it.each([
    ['a link to the web', relations('hyperlink', external)],
    ['a template on a drive of its own', localTemplate],
  ])('an office document with %s fetches nothing', async (_what, part) => {
    expect(await fetchedBy(documentWith('docx', [part]))).toBeUndefined();
  });

  it('reads relations in UTF-16 as well', async () => {
    const { name, bytes } = relations('attachedTemplate', external);
    const part = { name, bytes: Buffer.from(`\ufeff${bytes}`, 'utf16le') };
    expect(await fetchedBy(documentWith('docx', [part]))).toBeDefined();
  });

  it('an office document with a relationship part that is a bomb is damaged, and not unpacked', async () => {
    const part = { name: 'word/_rels/document.xml.rels', bytes: zeros(30_000_000) };
    expect((await archiveOf(documentWith('docx', [part])))?.flaw?.kind).toBe('unreadable');
  });
});

describe('gzip', () => {
  it('an archive inside a gzip is counted', async () => {
    const nested = await look('application/gzip', gzipSync(gzipSync(utf8('hello'))));
    expect(nested.archive?.nestedArchives).toBe(1);
    const plain = await look('application/gzip', gzipSync(utf8('hello')));
    expect(plain.archive?.nestedArchives).toBe(0);
  });
});
