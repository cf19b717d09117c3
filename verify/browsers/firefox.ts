// Finds an installed Firefox, and drives it by WebDriver BiDi.
import puppeteer, { type ElementHandle, type Page } from 'puppeteer-core';
import { isProgram, onPath } from '../../test/find-program.ts';
import { type Browser, type Engine, type Tab, WAIT_MS } from './browser.ts';

const commands = ['firefox-esr', 'firefox'];

const others = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/** Firefox, from the PATH or from where macOS and Windows install it. */
export function firefox(env: NodeJS.ProcessEnv = process.env): Engine {
  const program = [...onPath(commands, env.PATH), ...others].find(isProgram);
  return {
    name: 'Firefox',
    howToGet:
      'Install Firefox (Debian: `apt install firefox-esr`; macOS: `brew install --cask firefox`).',
    start: program === undefined ? undefined : () => startFirefox(program),
  };
}

async function startFirefox(executablePath: string): Promise<Browser> {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
  const faults: string[] = [];
  const newPage = async () => {
    const page = await browser.newPage();
    page.setDefaultTimeout(WAIT_MS);
    await page.setViewport({ width: 1280, height: 900 });
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    return page;
  };
  return {
    version: await browser.version(),
    tab: tabOf(await newPage()),
    async inNewTab(work) {
      const page = await newPage();
      try {
        return await work(tabOf(page));
      } finally {
        await page.close();
      }
    },
    faults: () => faults,
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

function tabOf(page: Page): Tab {
  return {
    open: async (address) => void (await page.goto(address)),
    reload: async () => void (await page.reload()),
    back: async () => void (await page.goBack()),
    address: async () => page.url(),
    async click(selector) {
      const element = await shown(page, selector);
      await element.evaluate((each) => each.scrollIntoView({ block: 'center' }));
      await element.click();
    },
    type: async (selector, text) => (await shown(page, selector)).type(text),
    press: (key) => page.keyboard.press(key),
    async choose(selector, path) {
      const field = await page.waitForSelector(selector);
      await (field as ElementHandle<HTMLInputElement> | null)?.uploadFile(path);
    },
    waitFor: async (expression) => (await page.waitForFunction(expression)).jsonValue(),
  };
}

async function shown(page: Page, selector: string): Promise<ElementHandle> {
  const element = await page.waitForSelector(selector, { visible: true });
  if (element === null) throw new Error(`There is no ${selector}.`);
  return element;
}
