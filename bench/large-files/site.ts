// The page of the bench, built and served on an origin of its own, and the two answers that Uppy expects from S3.
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { build } from 'vite';
import { host, listen } from '../../local/ports.ts';
import { temporaryDirectory } from '../temporary.ts';

/** A running site. */
export interface Site extends AsyncDisposable {
  readonly origin: string;
}

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** Builds and serves the page. */
export async function startSite(): Promise<Site> {
  const built = await temporaryDirectory();
  const directory = built.path();
  await build({
    configFile: false,
    root: join(import.meta.dirname, 'page'),
    logLevel: 'error',
    build: { outDir: directory, emptyOutDir: true, target: 'es2023' },
  });
  const server = createServer((request, response) => answer(directory, request, response));
  const port = await listen(server, 0);
  return {
    origin: `http://${host}:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await built[Symbol.asyncDispose]();
    },
  };
}

async function answer(directory: string, request: IncomingMessage, response: ServerResponse) {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
  const id = searchParams.get('id') ?? '';
  const xml = uppyAnswers[pathname]?.(id);
  const file = join(directory, pathname === '/' ? 'index.html' : pathname);
  const content = xml ?? (await readFile(file).catch(() => undefined));
  const type = xml ? 'application/xml' : (types[extname(file)] ?? 'text/plain');
  response.writeHead(content === undefined ? 404 : 200, { 'content-type': type });
  response.end(content);
}

const uppyAnswers: Readonly<Record<string, (id: string) => string>> = {
  '/uppy/create': (id) =>
    `<InitiateMultipartUploadResult><Key>${id}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
  '/uppy/complete': (id) =>
    `<CompleteMultipartUploadResult><Location>/${id}</Location><Key>${id}</Key></CompleteMultipartUploadResult>`,
};
