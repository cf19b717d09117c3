// Finds an installed Firefox and starts it under WebDriver BiDi.
import puppeteer, { type Browser } from 'puppeteer-core';
import { isProgram, onPath } from '../../test/find-program.ts';

const commands = ['firefox-esr', 'firefox'];

const others = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/** How to install the browser. */
export const howToGetFirefox =
  'Install Firefox (Debian: `apt install firefox-esr`; macOS: `brew install --cask firefox`).';

/** The path of an installed Firefox, from the PATH or where macOS and Windows install it. */
export const findFirefox = (env: NodeJS.ProcessEnv = process.env): string | undefined =>
  [...onPath(commands, env.PATH), ...others].find(isProgram);

/** Starts Firefox without a window. */
export const openFirefox = (executablePath: string): Promise<Browser> =>
  puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
