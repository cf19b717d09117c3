// Tests which variant shows a picture at a size.
import { expect, test } from 'vitest';
import { variantFor } from '../../web/picture-address.ts';

const variant = (width: number) => ({ contentType: 'image/webp', width, height: width, size: 9 });
const variants = { large: variant(2048), thumbnail: variant(256) };

test('a picture is shown by the smallest variant that is wide enough, else by the widest', () => {
  expect(variantFor({ variants }, 80)?.[0]).toBe('thumbnail');
  expect(variantFor({ variants }, 256)?.[0]).toBe('thumbnail');
  expect(variantFor({ variants }, 257)?.[0]).toBe('large');
  expect(variantFor({ variants }, 5000)?.[0]).toBe('large');
  expect(variantFor({}, 80)).toBeUndefined();
});
