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

/** The Dashboard shows a single file as an item without its list, which assistive technology does not announce as one. */
const listOfOne: Plugin = {
  name: 'list-of-one',
  transform(code, id) {
    if (!id.endsWith('/@uppy/dashboard/lib/components/FileList.js')) return undefined;
    const [before, after] = ['', 'role: "list", '].map(
      (role) => `_jsx("div", { class: "uppy-Dashboard-files", ${role}children`,
    ) as [string, string];
    if (!code.includes(before)) this.error('The list of a single file has another form now.');
    return { code: code.replace(before, after), map: null };
  },
};

/** Has the browser load the library of the session beside the page's own code, which asks for it only when it runs. */
const preloads: Plugin = {
  name: 'preloads',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {}, path }) {
      if (path !== '/index.html') return [];
      const chunk = Object.values(bundle).find(
        (part) => part.type === 'chunk' && part.facadeModuleId === pathOf('sign-in.ts'),
      );
      if (!chunk) throw new Error('The library of the session has no chunk of its own any more.');
      const attrs = { rel: 'modulepreload', crossorigin: true, href: `/${chunk.fileName}` };
      return [{ tag: 'link', attrs: { ...attrs, fetchpriority: 'low' }, injectTo: 'head' }];
    },
  },
};

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Files that browsers and robots request by these exact names.
  publicDir: 'public',
  plugins: [pieces, listOfOne, preloads],
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
