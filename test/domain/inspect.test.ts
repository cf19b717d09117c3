import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspect, readText } from '../../lambdas/domain/inspect.ts';
import { bytesInMemory } from './bytes-in-memory.ts';

const fixtures = new URL('../fixtures/files/', import.meta.url);
const utf8 = (text: string) => new TextEncoder().encode(text);

describe('inspect', () => {
  it('finds a mark in the first 64 KiB of every fixture', async () => {
    for (const name of readdirSync(fixtures)) {
      const bytes = readFileSync(new URL(name, fixtures));
      const evidence = await inspect(bytesInMemory(bytes));
      expect(evidence.detectedType, name).toBeDefined();
      expect(evidence.size).toBe(bytes.byteLength);
    }
  });

  it('never throws, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 4096 }), async (bytes) => {
        const evidence = await inspect(bytesInMemory(bytes));
        expect(evidence.size).toBe(bytes.byteLength);
      }),
    );
  });

  it('never throws on a real file cut anywhere', async () => {
    const files = readdirSync(fixtures).map((name) => readFileSync(new URL(name, fixtures)));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (file, share) => {
          await inspect(bytesInMemory(file.subarray(0, Math.floor(file.byteLength * share))));
        },
      ),
    );
  });
});

describe('readText', () => {
  it.each([
    ['plain text', 'Dear all,\nsee you at five.'],
    ['Markdown', '# Title\n\n- a < b\n'],
    ['an address in angle brackets', '<alice@example.com> wrote:'],
    ['JSON', '{"html": "<script>"}'],
    ['CSV', 'a,b\n1,2\n'],
    ['umlauts and Chinese', 'Grüße 文件'],
    ['a byte order mark', '\ufeffhello'],
  ])('reads %s as plain', (_kind, text) => {
    expect(readText(utf8(text), false)).toEqual({ kind: 'plain' });
  });

  it.each([
    ['HTML', '<!DOCTYPE html><p>x'],
    ['HTML', '\n\t <html>'],
    ['HTML', '<!-- a --> <!-- b --><script>alert(1)</script>'],
    ['HTML', '\ufeff<BODY onload=x>'],
    ['HTML', `<!--${' '.repeat(1000)}`],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>'],
    ['SVG', '<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "x">\n<svg>'],
    ['XML', '<?xml version="1.0"?><note/>'],
    ['XML', '<note attribute="1"><to/></note>'],
    ['script', '#!/bin/sh\nrm -rf /'],
    ['script', '<?php system($_GET[0]);'],
  ] as const)('recognises %s in %j', (looksLike, text) => {
    expect(readText(utf8(text), false)).toEqual({ kind: 'active', looksLike });
    const utf16 = Buffer.from(`\ufeff${text.replace('\ufeff', '')}`, 'utf16le');
    expect(readText(utf16, false)).toEqual({ kind: 'active', looksLike });
  });

  it('refuses NUL bytes and broken UTF-8', () => {
    expect(readText(utf8('a\0b'), false).kind).toBe('binary');
    expect(readText(new Uint8Array([0x61, 0xff]), false).kind).toBe('binary');
  });

  it('forgives a character that the end of the head cuts in two, but not the end of the file', () => {
    const cut = utf8('Grüße 文').subarray(0, -1);
    expect(readText(cut, true).kind).toBe('plain');
    expect(readText(cut, false).kind).toBe('binary');
  });
});
