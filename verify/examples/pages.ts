// Serves built pages on their own port, and uploads a file in each with a Chromium.
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { findChromium, howToGetChromium } from '../../test/page/chromium.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
};

/** Serves what `folderOf` returns at the moment; a path that ends with a slash is its `index.html`. */
export async function servePages(port: number, folderOf: () => string): Promise<Server> {
  const server = createServer(async ({ url = '/' }, response) => {
    const path = url.endsWith('/') ? `${url}index.html` : url;
    const text = await readFile(join(folderOf(), path)).catch(() => undefined);
    response.writeHead(text ? 200 : 404, { 'content-type': types[extname(path)] ?? '' });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

/** Opens a browser. Throws where none is installed. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error(howToGetChromium);
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** Chooses a file on the page at `url` and waits for the text `ready`; returns what the page then says. */
export async function uploadOnPage(browser: Browser, url: string, path: string): Promise<string> {
  const page = await browser.newPage();
  try {
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(url);
    await page.locator('input[type=file]').setInputFiles(path);
    const outcome = page.getByText(/\bready\b|uploaded\./).first();
    await outcome.waitFor({ timeout: 60_000 }).catch((error: unknown) => {
      throw new Error(`${error}\n${faults.join('\n')}`);
    });
    return (await outcome.textContent()) ?? '';
  } finally {
    await page.close();
  }
}

/** Sends a file through the form at `url` in a browser that runs no script, and waits for the heading; returns the text below it. */
export async function sendForm(
  browser: Browser,
  url: string,
  path: string,
  heading: string,
): Promise<string> {
  const page = await browser.newPage({ javaScriptEnabled: false });
  try {
    await page.goto(url);
    const html = await page.content();
    if (html.includes('<script')) throw new Error(`The page has a script: ${html}`);
    await page.locator('input[type=file]').setInputFiles(path);
    await page.locator('button[type=submit]').click();
    // The page in between loads itself again until the file is settled.
    await page.getByRole('heading', { name: heading }).waitFor({ timeout: 60_000 });
    return (await page.locator('p').first().textContent()) ?? '';
  } finally {
    await page.close();
  }
}
