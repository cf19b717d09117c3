// Finds an installed Firefox and starts it under WebDriver BiDi.
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';

const commands = ['firefox-esr', 'firefox'];

const others = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/** How to install the browser. */
export const howToGetFirefox =
  'Install Firefox (Debian: `apt install firefox-esr`; macOS: `brew install --cask firefox`).';

/** The path of an installed Firefox, from the PATH or where macOS and Windows install it. */
export function findFirefox(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .flatMap((folder) => commands.map((command) => join(folder, command)));
  return [...onPath, ...others].find(isProgram);
}

/** Starts Firefox without a window. */
export const openFirefox = (executablePath: string): Promise<Browser> =>
  puppeteer.launch({ browser: 'firefox', executablePath, headless: true });

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
