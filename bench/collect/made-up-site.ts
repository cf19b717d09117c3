// A front end of any size, made up: pages, style sheets, scripts with source maps, pictures, all of them linked.
import { hash } from 'node:crypto';
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
    const write = (name: string, content: string | Buffer) =>
      writeFileSync(join(path, name), content);
    const pictures = Array.from(
      { length: filesPerFolder - texts },
      (_, index) => `picture-${index}.png`,
    );
    for (const [index, name] of pictures.entries()) {
      write(name, noise(`${folder}/${name}`, 500 + ((index * 7919) % 16_000)));
    }
    write('site.css', `@import "parts.css";\n${rules(pictures.slice(0, 60))}`);
    write('parts.css', `@import url("fonts.css");\n${rules(pictures.slice(60))}`);
    write('fonts.css', `/* of section ${folder} */\n${rules(pictures.slice(0, 10))}`);
    write(
      'app.js',
      `import { part } from './part.js';\n${code(200)}\n//# sourceMappingURL=app.js.map\n`,
    );
    write(
      'part.js',
      `export const part = ${folder};\n${code(50)}\n//# sourceMappingURL=part.js.map\n`,
    );
    write('app.js.map', map('app.js'));
    write('part.js.map', map('part.js'));
    write('index.html', page(pictures));
  }
}

const rules = (pictures: readonly string[]): string =>
  pictures
    .map(
      (name, index) =>
        `.a${index} > b:hover { color: #123; background: url("${name}") no-repeat; margin: 0 auto }`,
    )
    .join('\n');

const code = (lines: number): string =>
  Array.from(
    { length: lines },
    (_, line) => `export const f${line} = (a, b) => a * ${line} + b.value;`,
  ).join('\n');

const map = (file: string): string =>
  JSON.stringify({
    version: 3,
    file,
    sources: [`src/${file}`],
    sourcesContent: [code(50)],
    mappings: 'AAAA',
  });

const page = (pictures: readonly string[]): string => `<!doctype html>
<html lang="en"><head><title>A section</title><link rel="stylesheet" href="site.css">
<script type="module" src="app.js"></script></head><body>
${pictures.map((name) => `<p><img src="${name}" alt="A picture"> and a few words about it.</p>`).join('\n')}
</body></html>\n`;

/** Bytes that look random. */
function noise(seed: string, bytes: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(bytes / 64) }, (_, index) =>
    hash('sha512', `${seed}:${index}`, 'buffer'),
  );
  return Buffer.concat(blocks, bytes);
}
