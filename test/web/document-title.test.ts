import { expect, it } from 'vitest';
import { titleInWords } from '../../web/document-title.ts';

const idle = { sending: 0, checking: 0, failed: 0, percent: 0 };

it.each([
  [idle, 'Airlock'],
  [{ ...idle, sending: 2, percent: 45.7 }, '45 % · Airlock'],
  // All bytes are on the network, and none of the files has arrived.
  [{ ...idle, sending: 1, percent: 100 }, '99 % · Airlock'],
  [{ ...idle, sending: 1, checking: 1, failed: 1, percent: 3 }, '3 % · Airlock'],
  [{ ...idle, checking: 1, percent: 100 }, 'Checking · Airlock'],
  [{ ...idle, failed: 2, percent: 10 }, '2 not sent · Airlock'],
])('the title of the window for %j is %s', (activity, title) => {
  expect(titleInWords(activity)).toBe(title);
});
