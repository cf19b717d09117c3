// PDFs that open without a password are judged by what they hold; those that need one are encrypted.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inspect } from './parts.ts';

const folder = new URL('../../../fixtures/pdf/', import.meta.url);
const names = readdirSync(folder);
const read = (name: string) => readFileSync(new URL(name, folder));

it('the fixtures have encrypted files of every cipher and key length', () => {
  for (const cipher of ['rc4-40', 'rc4-128', 'aes-128', 'aes-256-r5', 'aes-256-r6']) {
    expect(names).toContain(`passive-${cipher}.pdf`);
    expect(names).toContain(`active-${cipher}.pdf`);
  }
});

it.each(names.filter((name) => name.startsWith('passive-') && !name.includes('user')))(
  'finds nothing in %s',
  async (name) => {
    const { leadingBytes, trailingBytes, ...found } = await inspect(read(name));
    expect(found).toEqual({ findings: [], isEncrypted: false });
    expect([leadingBytes, trailingBytes]).toEqual([0, 0]);
  },
);

it.each(names.filter((name) => name.startsWith('active-')))(
  'finds the script in %s',
  async (name) => {
    const found = await inspect(read(name));
    expect(found).toMatchObject({ findings: [{ kind: 'script' }], isEncrypted: false });
    expect(found.flaw).toBeUndefined();
  },
);

it('reports a file that needs a password as encrypted, and not as damaged', async () => {
  const found = await inspect(read('passive-user-password.pdf'));
  expect(found).toMatchObject({ findings: [], isEncrypted: true });
  expect(found.flaw).toBeUndefined();
});

it('refuses trailers that disagree on the encryption', async () => {
  const file = read('active-rc4-40.pdf');
  const update = 'trailer\n<< /Size 1 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n';
  const { flaw } = await inspect(Buffer.concat([file, Buffer.from(update)]));
  expect(flaw?.detail).toContain('do not agree');
});
