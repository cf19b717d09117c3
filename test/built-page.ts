// A page of a test or a bench, built by Vite and served on a separate origin.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'vite';
import { host, listen } from '../local/ports.ts';

/** A running site. */
export interface Site extends AsyncDisposable {
  readonly origin: string;
}

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** Builds and serves the page in `root`; `answers` gives XML for paths that are no files of the page. */
export async function serveBuiltPage(
  root: string,
  answers: Readonly<Record<string, (query: URLSearchParams) => string>> = {},
): Promise<Site> {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-page-'));
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: { outDir: directory, emptyOutDir: true, target: 'es2023', minify: false },
  });
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
    const xml = answers[pathname]?.(searchParams);
    const file = join(directory, pathname === '/' ? 'index.html' : pathname);
    const content = xml ?? (await readFile(file).catch(() => undefined));
    const type = xml ? 'application/xml' : (types[extname(file)] ?? 'text/plain');
    response.writeHead(content === undefined ? 404 : 200, { 'content-type': type });
    response.end(content);
  });
  const port = await listen(server, 0);
  return {
    origin: `http://${host}:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
