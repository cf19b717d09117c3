// The tokenizer over stored bytes: what the parser of file-type may rely on.
import { EndOfStreamError } from 'strtok3/core';
import { expect, it } from 'vitest';
import { RangedTokenizer } from '../../lambdas/domain/ranged-tokenizer.ts';
import { bytesInMemory } from './bytes-in-memory.ts';

const openTen = () =>
  new RangedTokenizer(bytesInMemory(Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])));

it('reading moves the position, peeking does not', async () => {
  const tokenizer = openTen();
  const two = new Uint8Array(2);
  expect(await tokenizer.peekBuffer(two)).toBe(2);
  expect(tokenizer.position).toBe(0);
  expect(await tokenizer.readBuffer(two)).toBe(2);
  expect(tokenizer.position).toBe(2);
  await tokenizer.readBuffer(two);
  expect([...two]).toEqual([2, 3]);
});

it('the position can be set anywhere, because any range can be read', async () => {
  const tokenizer = openTen();
  expect(tokenizer.supportsRandomAccess()).toBe(true);
  tokenizer.setPosition(7);
  const one = new Uint8Array(1);
  await tokenizer.readBuffer(one);
  expect([...one]).toEqual([7]);
  tokenizer.setPosition(1);
  await tokenizer.readBuffer(one);
  expect([...one]).toEqual([1]);
});

it('a range past the end fails unless fewer bytes may come', async () => {
  const tokenizer = openTen();
  tokenizer.setPosition(8);
  const three = new Uint8Array(3);
  await expect(tokenizer.peekBuffer(three)).rejects.toThrow(EndOfStreamError);
  expect(await tokenizer.peekBuffer(three, { mayBeLess: true })).toBe(2);
  expect([...three]).toEqual([8, 9, 0]);
  tokenizer.setPosition(20);
  expect(await tokenizer.peekBuffer(three, { mayBeLess: true })).toBe(0);
});
