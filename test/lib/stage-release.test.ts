import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../../collect/manifest.ts';
import type { Front } from '../../lib/list-front.ts';
import { stageRelease } from '../../lib/stage-release.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-release-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** A built front end with these files, each holding its own path. */
async function front(name: string, files: string[], more: Partial<Front> = {}): Promise<Front> {
  for (const file of files) {
    const path = join(directory, name, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${name}: ${file}`);
  }
  return { name, directory: join(directory, name), prefix: '', immutable: [], ...more };
}

const stage = async (fronts: readonly Front[], notFoundPage?: string) =>
  stageRelease({ fronts, outdir: join(directory, 'release'), notFoundPage });

const filesIn = async (path: string): Promise<string[]> =>
  (await readdir(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(path, join(parentPath, name)))
    .sort();

/** Every part as its content type and its files. */
const contentOf = async (parts: Awaited<ReturnType<typeof stage>>['assets']) =>
  Promise.all(
    parts.map(async (part) => [part.contentType ?? 'by extension', await filesIn(part.directory)]),
  );

describe('stageRelease', () => {
  it('a front end can serve a default file in place of another one’s', async () => {
    const page = await front('page', ['index.html', '404.html', 'favicon.ico'], {
      defaults: ['404.html', 'favicon.ico'],
    });
    const own = await front('own', ['404.html', 'about.html']);
    const release = await stage([page, own], '/404.html');
    expect(await contentOf(release.documents)).toEqual([
      ['by extension', ['404.html', 'about.html', 'favicon.ico', 'index.html']],
    ]);
    const [documents] = release.documents;
    expect(await readFile(join(documents?.directory ?? '', '404.html'), 'utf8')).toBe(
      'own: 404.html',
    );
  });

  it('puts what changes its name with its content apart from what does not, and on record', async () => {
    const release = await stage([
      await front('page', ['index.html', 'assets/app-1a2b.js'], { immutable: ['assets'] }),
      await front('shop', ['index.html', 'logo.svg', 'static/x-1.css', 'staticfile.css'], {
        ...{ prefix: 'shop/front', immutable: ['static'] },
      }),
    ]);
    expect(await contentOf(release.assets)).toEqual([
      ['by extension', ['assets/app-1a2b.js', 'shop/front/static/x-1.css']],
    ]);
    expect(await contentOf(release.documents)).toEqual([
      [
        'by extension',
        [
          'index.html',
          ...['index.html', 'logo.svg', 'staticfile.css'].map((f) => `shop/front/${f}`),
        ],
      ],
    ]);
    expect(await filesIn(release.recordDirectory)).toEqual(['release.json']);
    const record = await readFile(join(release.recordDirectory, 'release.json'), 'utf8');
    expect(JSON.parse(record)).toEqual({
      assets: ['assets/app-1a2b.js', 'shop/front/static/x-1.css'],
    });
    const [part] = release.assets;
    expect(await readFile(join(part?.directory ?? '', 'assets/app-1a2b.js'), 'utf8')).toBe(
      'page: assets/app-1a2b.js',
    );
  });

  it('groups files whose type the copier would not know by that type', async () => {
    const release = await stage([
      await front('f', ['index.html', 'a.woff2', 'b.WOFF2', 'c.mjs', 'site.webmanifest'], {}),
    ]);
    expect(await contentOf(release.documents)).toEqual([
      ['application/manifest+json', ['site.webmanifest']],
      ['by extension', ['index.html']],
      ['font/woff2', ['a.woff2', 'b.WOFF2']],
      ['text/javascript', ['c.mjs']],
    ]);
  });

  it('file names are deployed as they are, with spaces, Unicode or nothing but an extension', async () => {
    const names = ['.well-known/security.txt', 'a b.html', 'grüße.html'];
    const release = await stage([await front('f', [...names, 'LICENSE', 'docs/LICENSE'])]);
    expect(await contentOf(release.documents)).toEqual([
      ['by extension', [...names, 'LICENSE', 'docs/LICENSE'].sort()],
    ]);
    expect(release.extensionless).toEqual(['/LICENSE', '/docs/LICENSE']);
  });

  /** A directory as `npm run collect` leaves it. */
  async function collected(publicPath: string, prefix: string): Promise<Front> {
    const entry = (path: string, immutable: boolean) => ({
      ...{ path, immutable, bytes: 1, integrity: 'sha384-x', contentType: 'text/plain' },
    });
    const manifest: Manifest = {
      publicPath,
      files: {
        'css/site.css': entry('css/site.0a1b.css', true),
        'index.html': entry('index.html', false),
      },
    };
    const files = ['css/site.0a1b.css', 'index.html', 'left-over.css', 'manifest.json'];
    const site = await front('site.sources[0]', files, { prefix });
    await writeFile(join(site.directory, 'manifest.json'), JSON.stringify(manifest));
    return site;
  }

  it('the files in the manifest of a collected directory are deployed, hashed or not', async () => {
    const release = await stage([await collected('/shop/', 'shop')]);
    expect(await contentOf(release.assets)).toEqual([['by extension', ['shop/css/site.0a1b.css']]]);
    expect(await contentOf(release.documents)).toEqual([['by extension', ['shop/index.html']]]);
  });

  it('refuses what was collected for another path than it is served at', async () => {
    await expect(stage([await collected('/', 'shop')])).rejects.toThrow(
      /site\.sources\[0\] serves .* at \/shop\/, but it was collected for \/; make static\.publicPath/,
    );
  });

  it('a manifest.json of the app’s own is deployed like any other file', async () => {
    const site = await front('f', ['index.html']);
    await writeFile(join(site.directory, 'manifest.json'), '{"name": "An app"}');
    const { documents } = await stage([site]);
    expect(await contentOf(documents)).toEqual([['by extension', ['index.html', 'manifest.json']]]);
  });

  it('staging a release leaves nothing of the release before it', async () => {
    await stage([await front('f', ['old.html'])]);
    await rm(join(directory, 'f'), { recursive: true });
    const { documents } = await stage([await front('f', ['new.html'])]);
    expect(await contentOf(documents)).toEqual([['by extension', ['new.html']]]);
  });

  it('refuses two files for one path, naming both', async () => {
    const fronts = [
      await front('site.sources[0]', ['docs/a.html']),
      await front('site.sources[1]', ['a.html'], { prefix: 'docs' }),
    ];
    await expect(stage(fronts)).rejects.toThrow(
      `site.sources[1] would serve ${join(directory, 'site.sources[1]/a.html')} at /docs/a.html, but ` +
        `site.sources[0] serves ${join(directory, 'site.sources[0]/docs/a.html')} there`,
    );
  });

  it('refuses a file where Airlock writes the configuration of the page', async () => {
    await expect(stage([await front('f', ['config.json'])])).rejects.toThrow(
      /at \/config\.json, but Airlock writes there/,
    );
  });

  it('refuses a directory that is missing or empty, and a page for what is missing that is missing', async () => {
    const nowhere = { name: 'site.sources[0]', directory: 'no/such', prefix: '', immutable: [] };
    await expect(stage([nowhere])).rejects.toThrow(
      'site.sources[0].directory is no/such, where there is no directory; build the front end first.',
    );
    await mkdir(join(directory, 'empty'));
    await expect(stage([{ ...nowhere, directory: join(directory, 'empty') }])).rejects.toThrow(
      'holds no file',
    );
    await expect(stage([await front('f', ['index.html'])], '/404.html')).rejects.toThrow(
      'site.notFoundPage is /404.html, which no front end has',
    );
  });
});
