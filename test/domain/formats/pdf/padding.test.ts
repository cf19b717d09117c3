// An active object is found wherever it stands in a large PDF, whatever fills the rest.
import { expect, it } from 'vitest';
import { join } from '../look.ts';
import { inspect, stream } from './parts.ts';

const MEGABYTE = 1_000_000;
const header = '%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n';
const script = '8 0 obj << /S /JavaScript /JS (1) >> endobj\n';
const end = 'trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n';

/** Some of these fill the file; each is 10,000 bytes long, or a little longer. */
const paddings: Readonly<Record<string, Buffer>> = {
  streams: join('9 0 obj\n', stream('', 'x'.repeat(10_000)), '\nendobj\n'),
  comments: join('% ', 'x'.repeat(10_000), '\n'),
  whitespace: Buffer.alloc(10_000, ' \n'),
  'objects of one value': join('9 0 obj 1 endobj\n'.repeat(600)),
};

const cases = Object.keys(paddings).flatMap((padding) =>
  [1, 10].flatMap((megabytes) => [0, 0.5, 1].map((position) => ({ padding, megabytes, position }))),
);

it.each(cases)('finds a script at $position of $megabytes MB of $padding', async (each) => {
  const { padding, megabytes, position } = each;
  const filler = paddings[padding] ?? Buffer.alloc(0);
  const count = Math.round((megabytes * MEGABYTE) / filler.byteLength);
  const before = Math.round(position * count);
  const parts = Array.from({ length: count }, () => filler);
  const file = join(header, ...parts.slice(0, before), script, ...parts.slice(before), end);
  expect((await inspect(file)).findings).toMatchObject([{ kind: 'script', where: 'object 8' }]);
});
