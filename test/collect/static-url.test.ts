import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { loadStaticFiles } from '../../collect/static-url-node.ts';
import { placeWith, unhashed } from './trees.ts';

async function load(environment?: string) {
  const place = placeWith({
    'css/site.css': 'a{}',
    'css/print.css': '',
    'bild ü.png': 'x',
    'index.html': '',
  });
  await place.collect({ publicPath: '/static/' });
  return loadStaticFiles(place.outdir, environment);
}

describe('in production', () => {
  it('a name gives the URL and the hash of what is served', async () => {
    const { staticUrl, staticIntegrity } = await load();
    expect(unhashed(staticUrl('css/site.css'))).toBe('/static/css/site.HASH.css');
    expect(unhashed(staticUrl('css/site.css?print#x'))).toBe('/static/css/site.HASH.css?print#x');
    expect(unhashed(staticUrl('bild ü.png'.normalize('NFD')))).toBe(
      '/static/bild%20%C3%BC.HASH.png',
    );
    expect(staticUrl('index.html')).toBe('/static/index.html');
    expect(staticIntegrity('css/site.css')).toMatch(/^sha384-[A-Za-z0-9+/]{64}$/);
  });

  it('an unknown name fails, and the nearest are named', async () => {
    const { staticUrl, staticIntegrity } = await load('production');
    expect(() => staticUrl('css/sit.css')).toThrow(
      'No static file is called "css/sit.css"; did you mean css/site.css or css/print.css?',
    );
    expect(() => staticIntegrity('nothing/like/it.js')).toThrow('npm run collect');
    expect(() => staticUrl('constructor')).toThrow('No static file');
  });

  it('a manifest that is missing fails', () => {
    expect(() => loadStaticFiles(join(import.meta.dirname, 'no-such'), undefined)).toThrow(
      'npm run collect',
    );
  });
});

describe('in development', () => {
  it('every name is its own URL, and nothing has a hash', async () => {
    const { staticUrl, staticIntegrity } = await load('development');
    expect(staticUrl('css/new ü.css?x')).toBe('/css/new%20%C3%BC.css?x');
    expect(staticIntegrity('css/site.css')).toBeUndefined();
  });
});

it('a browser needs nothing but the manifest', async () => {
  const entry = join(import.meta.dirname, '../../collect/static-url.ts');
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'browser',
    minify: true,
  });
  expect(outputFiles[0]?.contents.length).toBeLessThan(3_000);
});
