import { expect, it } from 'vitest';
import { titleInWords } from '../../web/document-title.ts';

const idle = { uploading: 0, validating: 0, failed: 0, percent: 0 };

it.each([
  [idle, 'Airlock'],
  [{ ...idle, uploading: 2, percent: 45.7 }, '45% · Airlock'],
  // All bytes are on the network, but no file has been received.
  [{ ...idle, uploading: 1, percent: 100 }, '99% · Airlock'],
  [{ ...idle, uploading: 1, validating: 1, failed: 1, percent: 3 }, '3% · Airlock'],
  [{ ...idle, validating: 1, percent: 100 }, 'Validating · Airlock'],
  [{ ...idle, failed: 2, percent: 10 }, '2 not uploaded · Airlock'],
])('the title of the window for %j is %s', (activity, title) => {
  expect(titleInWords(activity)).toBe(title);
});

it('the title of the window names the open file after what the page does', () => {
  expect(titleInWords(idle, 'photo.jpg')).toBe('photo.jpg · Airlock');
  expect(titleInWords({ ...idle, uploading: 1, percent: 45 }, 'photo.jpg')).toBe(
    '45% · photo.jpg · Airlock',
  );
});
