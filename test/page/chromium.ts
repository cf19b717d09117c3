// Finds an installed Chromium or Chrome.
import { join } from 'node:path';
import { isProgram, onPath } from '../find-program.ts';

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const windowsProgram = join('Google', 'Chrome', 'Application', 'chrome.exe');

/** How to install a browser. */
export const howToGetChromium =
  'Install Chromium (Debian, Ubuntu: `apt install chromium`; macOS: `brew install --cask chromium`; ' +
  'Windows: Google Chrome), or set CHROMIUM_PATH to the program.';

/**
 * Finds the browser: `CHROMIUM_PATH`, then the PATH, then where macOS and Windows install it.
 * Throws when `CHROMIUM_PATH` names no executable, so that a wrong path does not skip the tests.
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.CHROMIUM_PATH) {
    if (isProgram(env.CHROMIUM_PATH)) return env.CHROMIUM_PATH;
    throw new Error(
      `CHROMIUM_PATH is ${env.CHROMIUM_PATH}, which is not an executable. Correct or unset it.`,
    );
  }
  const windowsFolders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
  const onWindows = windowsFolders.flatMap((folder) =>
    folder ? join(folder, windowsProgram) : [],
  );
  return [...onPath(commands, env.PATH), ...macApplications, ...onWindows].find(isProgram);
}
