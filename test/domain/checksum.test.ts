// Checksums of stored objects: the test vectors of FIPS 180-4 for "abc", in both notations.
import { expect, it } from 'vitest';
import { hexSha256, sha256Of } from '../../lambdas/domain/checksum.ts';
import type { Checksum } from '../../lambdas/domain/verdict.ts';

const abcHex = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const abcBase64 = 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=';
const whole: Checksum = { algorithm: 'SHA256', value: abcBase64, type: 'FULL_OBJECT' };

it('the SHA-256 of a whole object is written as S3 writes it', () => {
  expect(sha256Of(new TextEncoder().encode('abc'))).toEqual(whole);
});

it('the SHA-256 of a whole object is printed as 64 hex digits', () => {
  expect(hexSha256(whole)).toBe(abcHex);
});

it.each<[string, Checksum | undefined]>([
  ['no checksum', undefined],
  ['another algorithm', { ...whole, algorithm: 'CRC64NVME' }],
  ['a checksum of the parts’ checksums', { ...whole, type: 'COMPOSITE' }],
])('%s is not printed as the SHA-256 of the content', (_what, checksum) => {
  expect(hexSha256(checksum)).toBeUndefined();
});
