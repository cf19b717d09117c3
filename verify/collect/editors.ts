// Four editors that build addresses when they run: the files that a site takes from each, and how a page proves that it works.

/** One editor and the page that uses it. */
export interface Editor {
  readonly name: string;
  /** Exact version; installed into a temporary directory, not a dependency of the project. */
  readonly version: string;
  /** Folder of the package that the site serves at `vendor/<name>/`. */
  readonly folder: string;
  /** The parts that are needed, by the first part of a path in that folder. */
  readonly parts: readonly string[];
  /** The script that the page loads, below the folder. */
  readonly entry: string;
  /** The page's own script; the title of the page becomes READY when the editor works. */
  readonly start: string;
  readonly body: string;
}

/** The editors, of licences that allow anything: MIT, Apache-2.0, BSD-3-Clause, MIT. */
export const editors: readonly Editor[] = [
  {
    name: 'tinymce',
    version: '6.8.6',
    folder: '',
    parts: ['tinymce.min.js', 'plugins', 'skins', 'themes', 'icons', 'models'],
    entry: 'tinymce.min.js',
    body: '<textarea id="text">&lt;p&gt;Text&lt;/p&gt;</textarea>',
    start: `
tinymce.init({ selector: '#text', plugins: 'lists link table', toolbar: 'bullist link' }).then(([editor]) => {
  const css = editor.getDoc().styleSheets;
  if (editor.plugins.lists && css.length > 0 && editor.getContent() === '<p>Text</p>') document.title = 'READY';
});`,
  },
  {
    name: 'mathjax',
    version: '3.2.2',
    folder: 'es5',
    parts: ['startup.js', 'core.js', 'loader.js', 'input', 'output', 'ui', 'a11y', 'sre'],
    entry: 'startup.js',
    body: '<p>\\(\\require{mhchem}\\ce{H2O} + x^2\\)</p>',
    start: `
window.MathJax = {
  loader: { load: ['input/tex-base', '[tex]/require', 'output/chtml', 'ui/menu'] },
  tex: { packages: ['base', 'require'] },
  startup: {
    pageReady: () => MathJax.startup.defaultPageReady().then(() => document.fonts.ready).then(() => {
      const fonts = [...document.fonts].filter(({ status }) => status === 'loaded');
      const isSet = document.querySelector('mjx-container mjx-mtext, mjx-container mjx-mi');
      if (isSet && !document.querySelector('mjx-merror') && fonts.length > 0) document.title = 'READY';
    }),
  },
};`,
  },
  {
    name: 'ace-builds',
    version: '1.45.2',
    folder: 'src-min-noconflict',
    parts: ['ace.js', 'mode-javascript.js', 'theme-monokai.js', 'worker-javascript.js', 'snippets'],
    entry: 'ace.js',
    body: '<div id="text">var a = ;</div>',
    start: `
const editor = ace.edit('text');
editor.setTheme('ace/theme/monokai');
editor.session.setMode('ace/mode/javascript');
editor.session.on('changeAnnotation', () => {
  const isDark = document.querySelector('.ace-monokai') !== null;
  if (isDark && editor.session.getAnnotations().length > 0) document.title = 'READY';
});`,
  },
  {
    name: 'monaco-editor',
    version: '0.52.2',
    folder: 'min',
    parts: ['vs'],
    entry: 'vs/loader.js',
    body: '<div id="text"></div>',
    start: `
// Its workers start from blobs, from where only a whole URL leads anywhere.
require.config({ paths: { vs: new URL('vendor/monaco-editor/vs', document.baseURI).href } });
require(['vs/editor/editor.main'], () => {
  monaco.editor.onDidChangeMarkers((resources) => {
    if (monaco.editor.getModelMarkers({ resource: resources[0] }).length > 0) document.title = 'READY';
  });
  monaco.editor.create(document.getElementById('text'), { value: '{ wrong', language: 'json' });
});`,
  },
];

/** The page: its own script comes after the editor's, but for MathJax, which reads its settings at the start. */
export function pageOf({ name, entry, body }: Editor): string {
  const scripts = [`vendor/${name}/${entry}`, `start-${name}.js`];
  const ordered = name === 'mathjax' ? scripts.toReversed() : scripts;
  const tags = ordered.map((src) => `<script src="${src}"></script>`).join('\n');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>waiting</title>
<style>#text { height: 200px }</style>
<body>${body}
${tags}</body></html>
`;
}
