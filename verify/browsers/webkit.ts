// Finds WebKitGTK, which has the engine of Safari, and drives its MiniBrowser by WebDriver.
import { setTimeout as sleep } from 'node:timers/promises';
import pTimeout from 'p-timeout';
import { Builder, By, Key as Keys, until, type WebDriver } from 'selenium-webdriver';
import { isProgram, onPath } from '../../test/find-program.ts';
import { claimPortsInARow } from '../../test/free-ports.ts';
import { type Browser, type Engine, type Tab, WAIT_MS } from './browser.ts';
import { findDisplay, type OpenDisplay } from './display.ts';
import { startProgram } from './program.ts';

/** How long the driver may take to close its browser. */
const QUIT_MS = 20_000;

const keys = { Backspace: Keys.BACK_SPACE, Escape: Keys.ESCAPE } as const;

/**
 * The driver starts the MiniBrowser of its own version. By another strategy than `none` it waits without end once Back has led to a
 * document that was kept and loads itself again, as the page does.
 */
const capabilities = { browserName: 'MiniBrowser', pageLoadStrategy: 'none' };

/** WebKit, where its driver and a display are found. */
export function webkit(env: NodeJS.ProcessEnv = process.env): Engine {
  const program = onPath(['WebKitWebDriver'], env.PATH).find(isProgram);
  const openDisplay = findDisplay(env);
  return {
    name: 'WebKit',
    howToGet:
      'Install the driver of WebKitGTK, and Xvfb where there is no display (Debian: `apt install webkit2gtk-driver xvfb`).',
    start:
      program !== undefined && openDisplay !== undefined
        ? () => startWebKit(program, openDisplay)
        : undefined,
  };
}

async function startWebKit(program: string, openDisplay: OpenDisplay): Promise<Browser> {
  await using started = new AsyncDisposableStack();
  const display = started.use(await openDisplay());
  const server = started.use(await startDriver(program, display.name));
  const driver = await new Builder()
    .usingServer(server.address)
    .withCapabilities(capabilities)
    .build();
  // A driver that does not answer is ended with its program.
  started.defer(() => pTimeout(driver.quit(), { milliseconds: QUIT_MS, fallback: () => {} }));
  await driver.manage().window().setRect({ x: 0, y: 0, width: 1280, height: 940 });
  const faults: string[] = [];
  const tab = tabOf(driver, (found) => faults.push(...found));
  const version = (await driver.getCapabilities()).getBrowserVersion();
  const running = started.move();
  return {
    version: `WebKitGTK/${version}`,
    tab,
    inNewTab: (work) => inNewTab(driver, () => work(tab)),
    faults: () => faults,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Starts WebKitWebDriver, which listens on the loopback interface, and waits until it answers. */
async function startDriver(path: string, display: string) {
  const port = await claimPortsInARow(1);
  // Without its compositor, which crashes now and then in Mesa's OpenGL for machines without a graphics card.
  const variables = { DISPLAY: display, WEBKIT_DISABLE_COMPOSITING_MODE: '1' };
  const program = startProgram(path, [`--port=${port}`], { variables });
  const address = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${address}/status`).catch(() => undefined))?.ok) {
    const end = program.child.exitCode ?? program.child.signalCode;
    if (end !== null) throw new Error(`${path} ended with ${end}.`);
    await sleep(100);
  }
  return { ...program, address };
}

/** All acts of the driver are on one tab: during `work`, on a second one. */
async function inNewTab<Done>(driver: WebDriver, work: () => Promise<Done>): Promise<Done> {
  const first = await driver.getWindowHandle();
  await driver.switchTo().newWindow('tab');
  try {
    return await work();
  } finally {
    await driver.close();
    await driver.switchTo().window(first);
  }
}

function tabOf(driver: WebDriver, report: (faults: readonly string[]) => void): Tab {
  const located = (selector: string) =>
    driver.wait(until.elementLocated(By.css(selector)), WAIT_MS, `There is no ${selector}.`);
  const shown = async (selector: string) =>
    driver.wait(until.elementIsVisible(await located(selector)), WAIT_MS);
  return {
    open: (address) => navigate(driver, () => driver.get(address)),
    reload: () => navigate(driver, () => driver.navigate().refresh()),
    back: () => navigate(driver, () => driver.navigate().back()),
    address: () => driver.getCurrentUrl(),
    async click(selector) {
      const element = await shown(selector);
      // To WebKit, what is below the window by less than the page's `scroll-padding-top` is in view: the driver does not scroll
      // to it, and then refuses to click it.
      await driver.executeScript('arguments[0].scrollIntoView({ block: "center" })', element);
      await element.click();
    },
    type: async (selector, text) => (await shown(selector)).sendKeys(text),
    press: (key) => driver.actions().sendKeys(keys[key]).perform(),
    choose: async (selector, path) => (await located(selector)).sendKeys(path),
    waitFor: (expression) =>
      driver.wait(async () => {
        const [value, faults] = await driver.executeScript<[unknown, string[]]>(
          `window.faultsOfPage ??= (${listFaults})(); return [${expression}, faultsOfPage.splice(0)];`,
        );
        report(faults);
        return value;
      }, WAIT_MS),
  };
}

/** Navigates, and waits until another document is loaded. */
async function navigate(driver: WebDriver, go: () => Promise<void>): Promise<void> {
  const { timeOrigin: before } = await driver.executeScript<Loading>(readLoading);
  await go();
  await driver.wait(async () => {
    // Between two documents there is none that could run a script.
    const now = await driver.executeScript<Loading>(readLoading).catch(() => undefined);
    return now?.readyState === 'complete' && now.timeOrigin !== before;
  }, WAIT_MS);
}

const readLoading =
  'return { timeOrigin: performance.timeOrigin, readyState: document.readyState }';

interface Loading {
  readonly timeOrigin: number;
  readonly readyState: DocumentReadyState;
}

/**
 * Runs in the page. Returns a list of the errors that its scripts and the console report from now on: this driver has no
 * messages of the console.
 */
function listFaults(): string[] {
  const faults: string[] = [];
  const { error } = console;
  console.error = (...parts) => {
    faults.push(parts.join(' '));
    error(...parts);
  };
  addEventListener('error', ({ message }) => faults.push(message));
  addEventListener('unhandledrejection', ({ reason }) => faults.push(String(reason)));
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    faults.push(`${violatedDirective} blocks ${blockedURI}`),
  );
  return faults;
}
