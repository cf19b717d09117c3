// Builds the page into dist/web: hashed assets and nothing inline, as a strict CSP requires.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { englishHtml } from './texts/english-html.ts';

/** Writes the English text for each `{{name}}`, and marks its element for the other languages. */
const withTexts = (html: string): string =>
  html
    .replace(/([\w-]+)="\{\{(\w+)\}\}"/g, (_, attribute: string, name: string) => {
      return `${attribute}="${textOf(name)}" data-text-${attribute}="${name}"`;
    })
    .replace(
      />\s*\{\{(\w+)\}\}\s*</g,
      (_, name: string) => ` data-text="${name}">${textOf(name)}<`,
    );

function textOf(name: string): string {
  const text = Object.entries(englishHtml).find(([key]) => key === name)?.[1];
  if (text === undefined) throw new Error(`The page has no text ${name}.`);
  return text;
}

/** Assembles the page: a comment such as `<!-- details.html -->` stands for that file. */
const pieces: Plugin = {
  name: 'pieces',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) =>
      withTexts(
        html.replace(/<!-- ([\w-]+\.html) -->/g, (_, name: string) =>
          readFileSync(new URL(name, import.meta.url), 'utf8'),
        ),
      ),
  },
};

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Files that browsers and robots request by these exact names.
  publicDir: 'public',
  plugins: [pieces],
  resolve: {
    alias: {
      '@uppy/core/provider-views': pathOf('left-out/providers.ts'),
      'exifr/dist/mini.esm.mjs': pathOf('left-out/orientation.ts'),
    },
  },
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    assetsDir: 'assets',
    // A data: URI would need `img-src data:` in the CSP.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    target: 'es2023',
    rolldownOptions: {
      // The client loads its type table on demand; the page needs it at once, for what a person chooses.
      checks: { ineffectiveDynamicImport: false },
      input: ['index.html', '404.html'].map((name) =>
        fileURLToPath(new URL(name, import.meta.url)),
      ),
    },
  },
});
