import { expect, it } from 'vitest';
import { createConnectionOpener } from '../../client/open-connection.ts';
import { createPartsApi } from '../../client/parts-api.ts';

/** Milliseconds at which the connection is opened during an upload of `seconds` at an even speed. */
function openedAt(seconds: number, stallSeconds = 0): number[] {
  const opened: number[] = [];
  let nowMs = 0;
  const opener = createConnectionOpener(1000, () => opened.push(nowMs));
  for (; nowMs <= seconds * 1000; nowMs += 50) opener.observe(nowMs / seconds, nowMs);
  for (; nowMs <= (seconds + stallSeconds) * 1000; nowMs += 50) opener.observe(1000, nowMs);
  return opened;
}

it('opens a connection shortly before the last byte is sent', () => {
  expect(openedAt(20)).toEqual([18_500]);
});

it('opens the connection again while the last answers are outstanding', () => {
  expect(openedAt(20, 3)).toEqual([18_500, 20_500, 22_500]);
});

it('opens no connection for an upload so short that the one of its beginning is still open', () => {
  expect(openedAt(3)).toEqual([]);
});

it('the request that opens a connection runs no function, and its failure is no failure of the upload', async () => {
  const methods: string[] = [];
  const api = createPartsApi(({ method }) => {
    methods.push(method);
    return Promise.reject(new Error('No network.'));
  });
  expect(() => api.openConnection('file')).not.toThrow();
  expect(methods).toEqual(['OPTIONS']);
});
