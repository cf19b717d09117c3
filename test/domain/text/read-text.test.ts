import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unicodeCharsets as charsets } from '../../../lambdas/domain/text/charsets.ts';
import { readText } from '../../../lambdas/domain/text/read-text.ts';
import { join } from '../../fixtures/hostile/bytes.ts';
import { bytesInMemory } from '../bytes-in-memory.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16le = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const utf16be = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16());
const encoders = { 'utf-8': utf8, 'utf-16le': utf16le, 'utf-16be': utf16be };
const read = (bytes: Uint8Array) => readText(bytesInMemory(bytes));

describe('readText', () => {
  it.each([
    ['plain text', 'Dear all,\nsee you at five.'],
    ['Markdown', '# Title\n\n- a < b\n'],
    ['Markdown behind a comment', '<!-- generated -->\n# Title\n'],
    ['an address in angle brackets', '<alice@example.com> wrote:'],
    ['JSON', '{"html": "<script>"}'],
    ['CSV', 'a,b\n1,2\n'],
    ['umlauts and Chinese', 'Grüße 文件, viele Grüße'],
    ['words that are marks of other formats', 'BMW, GIF, MAC and FORM are words.'],
    ['a heart and an arrow', 'I <3 you <- really'],
    ['a chat', '<alice> hi\n<bob> hello\n'],
    ['a mention', '<!channel> lunch?'],
    ['a message to a person called x', '<x> hi, <y> said so'],
    ['a heart at the start', '</3 is a broken heart'],
    ['an elision', '<link> to be added'],
  ])(
    'reads %s as plain, in UTF-8 and UTF-16, with and without a byte order mark',
    async (_kind, text) => {
      for (const charset of charsets) {
        for (const mark of ['', '\ufeff']) {
          expect(await read(encoders[charset](mark + text))).toMatchObject({
            kind: 'plain',
            charset,
          });
        }
      }
    },
  );

  it.each([
    ['HTML', '<!DOCTYPE html><p>x'],
    ['HTML', '\n\t <html>'],
    ['HTML', '<!-- a --> <!-- b --><script>alert(1)</script>'],
    ['HTML', '<!--><script>alert(1)</script> -->text'],
    ['HTML', '<BODY onload=x>'],
    ['HTML', `<!--${' '.repeat(1000)}`],
    ['HTML', `<!--${'-'.repeat(70_000)}-->\n<script>alert(1)</script>`],
    ['HTML', `${'\n'.repeat(100_000)}<script>alert(1)</script>`],
    ['HTML', '</p><script>alert(1)</script>'],
    ['HTML', '</x><script>alert(1)</script>'],
    ['HTML', '<!x><script>alert(1)</script>'],
    ['HTML', '<!-- --!><script>alert(1)</script>'],
    ['HTML', 'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n<p>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>'],
    ['SVG', '<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "x">\n<svg>'],
    ['XML', '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'],
    ['XML', '<?xml version="1.0"?><note/>'],
    ['XML', '<note attribute="1"><to/></note>'],
    ['script', '#!/bin/sh\nrm -rf /'],
    ['script', '<?php system($_GET[0]);'],
    ['PHP', 'GIF89a;\n<?php system($_GET[0]);'],
    ['script', '<%@ page language="java" %>'],
    ['script', '@echo off\r\nformat c:'],
    ['script', '[InternetShortcut]\nURL=file:///c:/windows/system32/calc.exe'],
  ] as const)('recognises %s in %.40j, however it is encoded', async (kind, text) => {
    for (const charset of charsets) {
      for (const mark of ['', '\ufeff']) {
        const evidence = await read(encoders[charset](mark + text));
        expect(evidence, `${charset} ${mark}`).toMatchObject(
          kind === 'script' ? { kind: 'active', looksLike: kind } : { markup: { kind } },
        );
      }
    }
  });

  it('recognises HTML in UTF-7', async () => {
    const evidence = await read(utf8('+ADw-script+AD4-alert(1)+ADw-/script+AD4-'));
    expect(evidence).toMatchObject({ kind: 'plain', markup: { kind: 'HTML', isDocument: true } });
  });

  it('recognises HTML that is not even text', async () => {
    const evidence = await read(new Uint8Array([...utf8('<html>'), 0xff, 0xfe, 0x00]));
    expect(evidence).toEqual({ kind: 'active', looksLike: 'HTML' });
  });

  it('stops reading blanks at half a megabyte, and reports how many there were', async () => {
    const evidence = await read(new Uint8Array(2_000_000).fill(0x20));
    expect(evidence).toEqual({ kind: 'hidden', blankBytes: 524_288 });
  });

  it('refuses control characters and broken encodings', async () => {
    expect((await read(utf8('a\0b'))).kind).toBe('binary');
    expect((await read(utf8('a\u0008b'))).kind).toBe('binary');
    expect((await read(new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0xff]))).kind).toBe('binary');
    expect((await read(new Uint8Array([0xff]))).kind).toBe('binary');
    expect(await read(utf16le('a\ud800b'))).toEqual({ kind: 'binary' });
  });

  it('reads a text as plain that has one stray control character in a hundred, and as binary with more', async () => {
    const line = `${'a bell rings here'.padEnd(98, '.')}\u0007\n`;
    expect(await read(utf8(line.repeat(30)))).toMatchObject({ kind: 'plain', charset: 'utf-8' });
    expect((await read(utf8(`\u0007${line.repeat(30)}`))).kind).toBe('binary');
    expect((await read(utf8(`${line.repeat(30)}\0`))).kind).toBe('binary');
    expect(await read(utf8(`<html>${line.repeat(30)}`))).toMatchObject({
      markup: { kind: 'HTML', isDocument: true },
    });
  });

  it('refuses a text that is none any more at its end', async () => {
    const text = utf8('Grüße, '.repeat(20_000));
    expect((await read(text)).kind).toBe('plain');
    expect(await read(new Uint8Array([...text, 0x4d, 0x5a, 0, 1]))).toEqual({ kind: 'binary' });
  });

  it('finds the end of any long text, wherever its characters are cut', async () => {
    const character = fc.constantFrom('a', 'ü', '文', '😀');
    await fc.assert(
      fc.asyncProperty(
        fc.array(character, { minLength: 1, maxLength: 7 }),
        fc.constantFrom(...charsets),
        async (characters, charset) => {
          const text = `\ufeff${characters.join('').repeat(40_000)}`;
          expect(await read(encoders[charset](text))).toMatchObject({ kind: 'plain', charset });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('forgives a character that the end of the head cuts in two, but not the end of the file', async () => {
    const whole = utf8('文'.repeat(30_000));
    expect((await read(whole)).kind).toBe('plain');
    const cut = join(utf8('\ufeff'), whole.subarray(0, 3001));
    expect((await read(cut)).kind).toBe('binary');
  });

  it('reads any text of words as plain text in the charset it was written in', async () => {
    const words = fc.array(fc.stringMatching(/^[A-Za-z0-9äöüß]{1,8}$/), { minLength: 3 });
    await fc.assert(
      fc.asyncProperty(words, fc.constantFrom(...charsets), async (list, charset) => {
        const evidence = await read(encoders[charset](`The words ${list.join(' ')}`));
        expect(evidence).toMatchObject({ kind: 'plain', charset });
      }),
    );
  });
});
