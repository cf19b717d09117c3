// The encodings from before Unicode, as programs in many countries still write them.
import { describe, expect, it } from 'vitest';
import { readText } from '../../../lambdas/domain/text/read-text.ts';
import { bytesInMemory } from '../bytes-in-memory.ts';

/** Text as bytes in an encoding, so written that this file holds no bytes that an editor could change. */
const samples: Readonly<Record<string, string>> = {
  // Nom;Prénom;Ville / Dupré;Hélène;Besançon / Garçon;Noël;Nîmes
  'windows-1252':
    '4e6f6d3b5072e96e6f6d3b56696c6c650a447570 72e93b48e96ce86e653b426573616ee76f6e0a476172e76f6e3b4e6feb6c3b4eee6d65730a',
  // Привет, мир! Это текст на русском языке для проверки.
  'windows-1251':
    'cff0e8e2e5f22c20ece8f02120ddf2ee20f2e5eaf1f220ede020f0f3f1f1eaeeec20ffe7fbeae520e4ebff20eff0eee2e5f0eae82e0a',
  'koi8-r':
    'f0d2c9d7c5d42c20cdc9d22120fcd4cf20d4c5cbd3d420cec120d2d5d3d3cbcfcd20d1dad9cbc520c4ccd120d0d2cfd7c5d2cbc92e0a',
  // こんにちは世界。これは日本語のテキストです。
  shift_jis:
    '82b182f182c982bf82cd90a28a458142 82b182ea82cd93fa967b8cea82cc83658 34c8358836782c582b781420a',
  'euc-jp':
    'a4b3a4f3a4cba4c1a4cfc0a4b3a6a1a3a4b3a4eca4cfc6fccbdcb8eca4cea5c6a5ada5b9a5c8a4c7a4b9a1a30a',
  // 안녕하세요 세계. 이것은 한국어 텍스트입니다.
  'euc-kr':
    'bec8b3e7c7cfbcbcbfe420bcbcb0e82e20c0ccb0cdc0ba20c7d1b1b9beee20c5d8bdbac6aec0d4b4cfb4d92e0a',
};

const bytesOf = (hex: string): Uint8Array =>
  new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const read = (bytes: Uint8Array) => readText(bytesInMemory(bytes));

describe('text in an encoding from before Unicode', () => {
  it.each(Object.entries(samples))(
    'a text in a legacy encoding is recognised as %s',
    async (charset, hex) => {
      expect(await read(bytesOf(hex))).toMatchObject({ kind: 'plain', charset });
    },
  );

  it.each(Object.entries(samples))(
    'a text in a legacy encoding is recognised as %s behind a hundred kilobytes of ASCII',
    async (charset, hex) => {
      const ascii = Buffer.from('All work and no play makes Jack a dull boy.\n'.repeat(2400));
      expect(await read(Buffer.concat([ascii, bytesOf(hex)]))).toMatchObject({
        kind: 'plain',
        charset,
      });
    },
  );

  it('a text in JIS is recognised by its escape sequences', async () => {
    const jis = Buffer.from('1b2442 24332473244b2441244f 1b2842 0a'.replaceAll(' ', ''), 'hex');
    expect(await read(jis)).toMatchObject({ kind: 'plain', charset: 'iso-2022-jp' });
  });

  it.each(Object.entries(samples))(
    'hides no page: HTML before %s is found',
    async (_charset, hex) => {
      const page = Buffer.concat([Buffer.from('<html><body>'), bytesOf(hex)]);
      expect(await read(page)).toMatchObject({ markup: { kind: 'HTML', isDocument: true } });
    },
  );

  it('bytes with control characters, or noise, are no text', async () => {
    expect(await read(bytesOf(`${samples['windows-1252']}00`))).toEqual({ kind: 'binary' });
    expect(await read(new Uint8Array(64).fill(0xff))).toEqual({ kind: 'binary' });
  });
});
