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

/** What a component of the Dashboard has, and what the page has instead. */
interface Correction {
  readonly component: string;
  readonly before: string;
  readonly after: string;
}

const corrections: readonly Correction[] = [
  // A single file is an item without its list, which assistive technology does not announce as one.
  {
    component: 'FileList.js',
    before: '_jsx("div", { class: "uppy-Dashboard-files", children',
    after: '_jsx("div", { class: "uppy-Dashboard-files", role: "list", children',
  },
  // Before a speed is measured, no time is left: that is unknown, and not zero.
  {
    component: 'StatusBar/StatusBar.js',
    before: 'return Math.round((this.#previousETA ?? 0) / 100) / 10;',
    after: 'return this.#previousETA == null ? null : Math.round(this.#previousETA / 100) / 10;',
  },
  // What earlier files have sent says nothing about the speed of a file that is added.
  {
    component: 'StatusBar/StatusBar.js',
    before: 'this.#previousUploadedBytes = 0;',
    after: 'this.#previousUploadedBytes = null;',
  },
  {
    component: 'StatusBar/Components.js',
    before: 'renderDot(), totalETA != null &&',
    after: 'totalETA != null && renderDot(), totalETA != null &&',
  },
];

const correctDashboard: Plugin = {
  name: 'correct-dashboard',
  transform(code, id) {
    const own = corrections.filter(({ component }) =>
      id.endsWith(`/@uppy/dashboard/lib/components/${component}`),
    );
    if (own.length === 0) return undefined;
    let corrected = code;
    for (const { component, before, after } of own) {
      if (!corrected.includes(before)) this.error(`${component} has another form now.`);
      corrected = corrected.replaceAll(before, after);
    }
    return { code: corrected, map: null };
  },
};

/** Panels that this page's Dashboard never opens: the form and the editor of a file, remote providers, messages. */
const unusedPanels =
  /\/@uppy\/dashboard\/lib\/components\/(?:FileCard\/index|EditorPanel|PickerPanelContent|Informer\/Informer)\.js$/;

const leaveOutPanels: Plugin = {
  name: 'leave-out-panels',
  transform(code, id) {
    if (!unusedPanels.test(id)) return undefined;
    if (!code.includes('export default ')) this.error(`${id} has another form now.`);
    return { code: 'export default () => null;', map: null };
  },
};

/** Unused parts of the Dashboard's style sheet: remote providers, tabs, the form of a file, writing from right to left. */
const unusedStyles =
  /\.uppy-(?:Provider|SearchProvider|Informer|DashboardTab|Dashboard-FileCard)|\[dir=rtl\]/;

/** A rule of a style sheet, as PostCSS has it. */
interface Rule {
  selectors: string[];
  remove(): unknown;
}

/** Removes the rules for them. */
const leaveOutStyles = {
  postcssPlugin: 'leave-out-styles',
  Rule(rule: Rule) {
    const used = rule.selectors.filter((selector) => !unusedStyles.test(selector));
    if (used.length === 0) rule.remove();
    else if (used.length < rule.selectors.length) rule.selectors = used;
  },
};

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Files that browsers and robots request by these exact names.
  publicDir: 'public',
  plugins: [pieces, correctDashboard, leaveOutPanels],
  css: { postcss: { plugins: [leaveOutStyles] } },
  resolve: {
    alias: {
      '@transloadit/prettier-bytes': pathOf('left-out/bytes.ts'),
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
      // The client loads its type table on demand; the page needs it at once, for the files that a person chooses.
      checks: { ineffectiveDynamicImport: false },
      input: ['index.html', '404.html'].map((name) =>
        fileURLToPath(new URL(name, import.meta.url)),
      ),
    },
  },
});
