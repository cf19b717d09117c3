import { describe, expect, it } from 'vitest';
import { findRunTimePath } from '../../../collect/references/run-time-paths.ts';

const signOf = (text: string) => findRunTimePath(text)?.sign;

describe('a script builds addresses', () => {
  it.each([
    ['document.currentScript.src', 'var s = document.currentScript; load(s.src)'],
    ['document.currentScript.src', 'document?.currentScript?.src'],
    ['document.currentScript.src', 'document["currentScript"].getAttribute("src")'],
    [
      "getElementsByTagName('script')",
      'var a=document.getElementsByTagName("script");for(i of a){b=i.src.match(/x/)}',
    ],
    ["querySelector('script')", 'document.querySelector("script[data-x]").src'],
    ['document.scripts', 'f(document.scripts[0].getAttribute("src"))'],
    ['document.baseURI', 'new URL("a/" + b, document.baseURI)'],
    ['__webpack_public_path__', '__webpack_public_path__ = "/x/"'],
    ['the loader of webpack', '(self.webpackChunkapp = self.webpackChunkapp || []).push([])'],
    ['the loader of Vite', 'const __vite__mapDeps=(i)=>i'],
    ['require.config()', 'require.config({ baseUrl: "js" })'],
    ['require.config()', 'requirejs.config({})'],
    ['System.import()', 'System.import("app")'],
    ['importScripts()', 'importScripts(base + "a.js")'],
    ['new Worker()', 'new Worker("js/worker.js")'],
    ['addModule()', 'context.audioWorklet.addModule("a.js")'],
    ['import.meta', 'const base = import.meta.url.replace(/[^/]*$/, "")'],
    ['import.meta', 'new URL("./plugins/", import.meta.url)'],
    ['import.meta', 'new URL(`./$' + '{name}.js`, import.meta.url)'],
    ['import.meta', 'import.meta.resolve(name)'],
    ['import()', 'import(`$' + '{base}/lang/$' + '{name}.js`)'],
    ['import()', 'import(base + "/plugins/" + name)'],
  ])('a script builds addresses at run time by %s in %s', (sign, text) => {
    expect(signOf(text)).toBe(sign);
  });

  it.each([
    ['asks for its own data', 'document.currentScript.dataset.key'],
    ['removes itself', 'document.currentScript.remove(); image.src'],
    [
      'adds another script beside the first',
      'var a=document.createElement("script"),b=document.getElementsByTagName("script")[0];a.src=g;b.parentNode.insertBefore(a,b)',
    ],
    ['only speaks of it in a comment', '// see document.currentScript.src\na()'],
    ['says it in a long comment', '/*\n * document.baseURI\n */'],
    [
      'names its worker in full',
      'new Worker(new URL("./w.js", import.meta.url)); new Worker(blob)',
    ],
    ['runs in Node', 'fileURLToPath(import.meta.url); createRequire(import.meta.url)'],
    ['asks whether it is the main module', 'if (import.meta.url === x) y()'],
    ['imports what it is given', 'import(name)'],
    ['asks for the environment of a bundler', 'import.meta.env.MODE'],
    ['loads workers of other hosts', 'importScripts("https://c.example/a.js")'],
  ])('a script builds no address at run time when it %s', (_, text) => {
    expect(signOf(text)).toBeUndefined();
  });

  it('a script that builds addresses is reported at the first place that shows it', () => {
    expect(findRunTimePath('a()\ndocument.baseURI\ndocument.currentScript.src')).toEqual({
      sign: 'document.baseURI',
      start: 4,
    });
  });
});
