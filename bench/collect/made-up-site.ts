// A front end of any size, made up: pages, style sheets, scripts with source maps, pictures, all of them linked.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files in one folder: one page, three style sheets, two scripts with their source maps, and pictures. */
const filesPerFolder = 100;
const texts = 8;

/** Writes a site of about so many files below the directory; the same number gives the same bytes. */
export function writeSite(directory: string, files: number): void {
  for (let folder = 0; folder * filesPerFolder < files; folder += 1) {
    const path = join(directory, `section-${folder}`);
    mkdirSync(path, { recursive: true });
    for (const [name, content] of Object.entries(contentsOf(folder)))
      writeFileSync(join(path, name), content);
  }
}

function contentsOf(folder: number): Readonly<Record<string, string | Buffer>> {
  const count = filesPerFolder - texts;
  const pictures = Array.from({ length: count }, (_, index) => `picture-${index}.png`);
  return {
    ...Object.fromEntries(
      pictures.map((name, index) => [name, noise(`${folder}/${name}`, (index * 7919) % 16_000)]),
    ),
    'site.css': `@import "parts.css";\n${rules(pictures.slice(0, 60))}`,
    'parts.css': `@import url("fonts.css");\n${rules(pictures.slice(60))}`,
    'fonts.css': `/* of section ${folder} */\n${rules(pictures.slice(0, 10))}`,
    'app.js': `import { part } from './part.js';\n${code(200)}\n//# sourceMappingURL=app.js.map\n`,
    'part.js': `export const part = ${folder};\n${code(50)}\n//# sourceMappingURL=part.js.map\n`,
    'app.js.map': map('app.js'),
    'part.js.map': map('part.js'),
    'index.html': page(pictures),
  };
}

const rules = (pictures: readonly string[]): string =>
  pictures
    .map(
      (name, index) =>
        `.a${index} > b:hover { color: #123; background: url("${name}") no-repeat; margin: 0 auto }`,
    )
    .join('\n');

const code = (length: number): string =>
  Array.from({ length }, (_, i) => `export const f${i} = (a, b) => a * ${i} + b.value;`).join('\n');

function map(file: string): string {
  const sources = { sources: [`src/${file}`], sourcesContent: [code(50)] };
  return JSON.stringify({ version: 3, file, ...sources, mappings: 'AAAA' });
}

const page = (pictures: readonly string[]): string => `<!doctype html>
<html lang="en"><head><title>A section</title><link rel="stylesheet" href="site.css">
<script type="module" src="app.js"></script></head><body>
${pictures.map((name) => `<p><img src="${name}" alt="A picture"> and a few words about it.</p>`).join('\n')}
</body></html>\n`;

/** At least 500 bytes that look random. */
const noise = (seed: string, more: number): Buffer =>
  createHash('shake256', { outputLength: 500 + more })
    .update(seed)
    .digest();
