// Mails as programs save them: what is attached is found, what is only text passes, what programs read differently is refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CollectionInput, defineConfig } from '../../../../lambdas/config/config.ts';
import { inspectMail } from '../../../../lambdas/domain/formats/mail/inspect-mail.ts';
import { inspect } from '../../../../lambdas/domain/inspect.ts';
import { judge } from '../../../../lambdas/domain/judge/judge.ts';
import { bytesInMemory } from '../../bytes-in-memory.ts';
import { real } from '../look.ts';

const mail = (fields: string, body: string): Buffer =>
  Buffer.from(
    `From: a@a.example\r\nTo: b@b.example\r\nSubject: Hello\r\nDate: Sun, 1 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n${fields}\r\n\r\n${body}`.replaceAll(
      /\r?\n/g,
      '\r\n',
    ),
  );
const part = (fields: string, body = 'x'): string => `--b\n${fields}\n\n${body}\n`;
const mixed = (...parts: readonly string[]): Buffer =>
  mail('Content-Type: multipart/mixed; boundary=b', `${parts.join('')}--b--\n`);
const text = part('Content-Type: text/plain; charset=utf-8', 'Hello\nbegin to read');
const picture = real('fixture.png').subarray(0, 57).toString('base64');

const look = async (bytes: Uint8Array) => await inspectMail(bytesInMemory(bytes));

async function verdictOn(bytes: Uint8Array, contentType: string, fields: Partial<CollectionInput>) {
  const { collections } = defineConfig({
    collections: { files: { types: ['*'], maxBytes: 1e9, ...fields } },
  });
  const evidence = await inspect(bytesInMemory(bytes));
  return judge({ contentType, size: bytes.byteLength }, evidence, collections.files);
}

describe('a mail without attachments', () => {
  it.each([
    ['of text', mail('Content-Type: text/plain', 'Hello')],
    ['without a type', mail('X-A: b', 'Hello')],
    ['of HTML', mail('Content-Type: text/html; charset="utf-8"', '<p>Hello</p>')],
    ['with a folded field', mail('Content-Type: text/plain;\n charset=utf-8', 'Hello')],
    ['of several texts', mixed(text, part('Content-Type: text/html', '<p>Hello'))],
    [
      'with a signature',
      mixed(text, part('Content-Type: application/pgp-signature; name="signature.asc"')),
    ],
    [
      'with a picture in the text',
      mixed(
        text,
        part(
          'Content-Type: image/png; name="a.png"\nContent-Transfer-Encoding: base64\nContent-ID: <a>',
          picture,
        ),
      ),
    ],
    [
      'of parts in parts',
      mixed(part('Content-Type: multipart/alternative; boundary="c"', `--c\n\nHello\n--c--`)),
    ],
  ])('a mail without attachments has no findings: %s', async (_name, bytes) => {
    expect(await look(bytes)).toEqual({ findings: [], isEncrypted: false });
  });
});

describe('an attachment', () => {
  it.each([
    [
      'by its disposition',
      part('Content-Type: text/plain\nContent-Disposition: attachment'),
      undefined,
    ],
    ['by its name', part('Content-Type: text/plain; name="a b.exe"'), 'a b.exe'],
    [
      'by a name in pieces',
      part('Content-Disposition: inline; filename*0=a.e; filename*1=xe'),
      'a.e',
    ],
    ['by its type', part('Content-Type: application/octet-stream'), undefined],
    ['as another mail', part('Content-Type: message/rfc822', 'From: a\n\nb'), undefined],
    [
      'as a text of old programs',
      part('Content-Type: text/plain', 'x\nbegin 644 a.exe\nM'),
      undefined,
    ],
    [
      'that is called a picture and is none',
      part('Content-Type: image/png\nContent-Transfer-Encoding: base64', 'TVqQAAMAAAAEAAAA'),
      undefined,
    ],
    [
      'that is called a picture and is empty',
      part('Content-Type: image/png\nContent-Transfer-Encoding: base64', ''),
      undefined,
    ],
  ])('an attachment of a mail is found %s', async (_name, attached, target) => {
    const { findings, flaw } = await look(mixed(text, attached));
    expect(flaw).toBeUndefined();
    expect(findings).toEqual([
      { kind: 'embedded_file', where: 'part 2', ...(target !== undefined && { target }) },
    ]);
  });

  it('an attachment is found behind parts that end with their outer part', async () => {
    const inner = part('Content-Type: multipart/mixed; boundary=c', '--c\n\nHello');
    const { findings } = await look(mixed(inner, part('Content-Type: application/zip')));
    expect(findings.map(({ where }) => where)).toEqual(['part 2']);
  });

  it('an attachment that is stored elsewhere is external content', async () => {
    const { findings } = await look(mixed(part('Content-Type: message/external-body')));
    expect(findings.map(({ kind }) => kind)).toEqual(['external_content']);
  });
});

describe('a mail that programs read differently', () => {
  it.each([
    ['two types', mail('Content-Type: text/plain\nContent-Type: multipart/mixed; boundary=b', 'x')],
    [
      'two boundaries',
      mail('Content-Type: multipart/mixed; boundary=b; boundary=c', '--b\n\n--b--'),
    ],
    ['no boundary', mail('Content-Type: multipart/mixed', '--b\n\nx\n--b--')],
    ['a boundary in pieces', mail('Content-Type: multipart/mixed; boundary*0=b', '--b\n\n--b--')],
    ['no last boundary', mail('Content-Type: multipart/mixed; boundary=b', text)],
    ['a boundary that begins another', mixed(part('Content-Type: multipart/mixed; boundary=bc'))],
    ['a line that begins as a boundary', mixed(text, '--bx\n')],
    [
      'encoded parts',
      mail('Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64', '--b--'),
    ],
    ['an unknown encoding', mail('Content-Transfer-Encoding: x-own', 'x')],
    ['a line that is no field', mail('no field', 'x')],
    ['a carriage return in a line', Buffer.concat([mail('X-A: b', 'x'), Buffer.from('a\r--b\n')])],
  ])('a mail that programs read differently has a flaw: %s', async (_name, bytes) => {
    expect((await look(bytes)).flaw).toBeDefined();
  });

  it.each([
    ['contradictory', 'A line of its header is no field: "no field".', mail('no field', 'x')],
    [
      'contradictory',
      'A part of it has two fields content-type.',
      mail('Content-Type: text/plain\nContent-Type: text/plain', 'x'),
    ],
    [
      'unreadable',
      'A part of it is encoded as "x-own".',
      mail('Content-Transfer-Encoding: X-Own', 'x'),
    ],
    [
      'contradictory',
      'The boundary of its parts is written in pieces.',
      mail('Content-Type: multipart/mixed; boundary=b; boundary*0=b', '--b--'),
    ],
    [
      'contradictory',
      'It has parts without a boundary that all programs see.',
      mail('Content-Type: multipart/mixed; boundary=""', '----'),
    ],
    [
      'contradictory',
      'It has parts without a boundary that all programs see.',
      mail(`Content-Type: multipart/mixed; boundary=${'b'.repeat(1000)}`, '--b--'),
    ],
    [
      'contradictory',
      'A line begins as a boundary of its parts and is none.',
      mixed(text, '--bx\n'),
    ],
    ['unreadable', 'A header of it has more than ', mail(`X-A: ${'a'.repeat(2 ** 20)}`, 'x')],
  ])('the flaw of a mail is %s: %s', async (kind, detail, bytes) => {
    const { flaw } = await look(bytes);
    expect(flaw?.kind).toBe(kind);
    expect(flaw?.detail).toContain(detail);
  });

  it('a part of a digest without a type is a mail, and so an attachment', async () => {
    const digest = (type: string) =>
      mail(`Content-Type: ${type}; boundary=b`, '--b\n\nFrom: a\n--b--');
    expect((await look(digest('multipart/digest'))).findings).toMatchObject([
      { kind: 'embedded_file' },
    ]);
    expect((await look(digest('multipart/mixed'))).findings).toEqual([]);
  });

  it('a mail whose parts are nested too deeply has a flaw', async () => {
    let body = 'x';
    for (let level = 0; level < 30; level += 1) {
      const name = `${level}`.padStart(3, '0');
      body = `Content-Type: multipart/mixed; boundary=${name}\n\n--${name}\n${body}\n--${name}--`;
    }
    expect((await look(mail('X-A: b', '').subarray(0, -2))).flaw).toBeUndefined();
    expect((await look(Buffer.from(`From: a\n${body}`))).flaw?.kind).toBe('unreadable');
  });
});

describe('the type of a mail', () => {
  const plain = mail('Content-Type: text/plain', 'Hello');
  const html = mail('Content-Type: text/html', '<html><script>1</script></html>');
  const attached = mixed(text, part('Content-Type: application/zip'));
  const eml = { types: ['message/rfc822', 'text/plain'] } as const;

  it('a mail keeps its type where a collection names it', async () => {
    for (const bytes of [plain, html]) {
      expect(await verdictOn(bytes, 'message/rfc822', eml)).toMatchObject({
        outcome: 'accepted',
        detectedType: 'message/rfc822',
      });
    }
  });

  it('a mail with attachments is refused, unless the collection accepts them', async () => {
    expect((await verdictOn(attached, 'message/rfc822', eml)).reason).toBe('embedded_files');
    const policy = { ...eml, embeddedFiles: 'accept' } as const;
    expect((await verdictOn(attached, 'message/rfc822', policy)).outcome).toBe('accepted');
  });

  it('stays plain text where that is claimed', async () => {
    for (const bytes of [plain, attached]) {
      expect(await verdictOn(bytes, 'text/plain', eml)).toMatchObject({
        outcome: 'accepted',
        detectedType: 'text/plain',
      });
    }
    expect((await verdictOn(html, 'text/plain', eml)).reason).toBe('active_content');
  });

  it('a text without the header of a mail is no mail', async () => {
    const verdict = await verdictOn(Buffer.from('Dear all,\nFrom: me\n'), 'message/rfc822', eml);
    expect(verdict.reason).toBe('malformed');
  });
});

it('a mail never causes an exception, whatever its lines', async () => {
  const line = fc.constantFrom(
    'Content-Type: multipart/mixed; boundary=b',
    'Content-Type: text/plain; name="',
    'Content-Transfer-Encoding: base64',
    '--b',
    '--b--',
    '',
    ' folded',
    'begin 644 x',
    'Content-Type: image/png',
    ';;;"=\\',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(line, fc.string()), { maxLength: 30 }), async (lines) => {
      const { findings } = await look(Buffer.from(lines.join('\n')));
      expect(findings.length).toBeLessThanOrEqual(20);
    }),
    { numRuns: 500 },
  );
});
