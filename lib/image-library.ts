// libvips for make-variants: the build for Lambda, or that of the machine at hand, beside the bundle of the function.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ConfigError } from './config-error.ts';
import { projectRoot, userRoot } from './project.ts';

/** Which build is put beside the bundle: that of Lambda's processors, or that of this machine. */
export type ImageLibrary = 'lambda' | 'machine';

/**
 * The packages of Lambda's build with their digests, as in package-lock.json. npm installs on a machine only what fits its
 * own processor, so that no ordinary dependency can bring them.
 */
const lambdaPackages = {
  '@img/sharp-linux-arm64': {
    version: '0.35.5',
    integrity:
      'sha512-LYVx5JTsOM2CBzmxreh+nl64/3H6Xb09iSLknqH47z2T2DFFxDeFLP5y4dJwe6H7uGQlHPyEEtIqyo3DYsRwdQ==',
  },
  '@img/sharp-libvips-linux-arm64': {
    version: '1.3.4',
    integrity:
      'sha512-Y3dgX/6lE2QhQb+Gxy0WZxfg9MEm/JBjamZpS2IklP7xIQoKN4hzAm7KcMVGtaVDt3neE9OKBC7vAfonA/Lr1A==',
  },
} as const;

const { version } = lambdaPackages['@img/sharp-linux-arm64'];
const lambdaPlatform = ['--os=linux', '--cpu=arm64', '--libc=glibc'];

/** Puts the library beside a bundle that loads it; a bundle that does not is left as it is. */
export function addImageLibrary(directory: string, library: ImageLibrary): void {
  const bundle = readFileSync(join(directory, 'index.mjs'), 'utf8');
  if (!bundle.includes('@img/sharp-')) return;
  const packages = join(directory, 'node_modules', '@img');
  mkdirSync(packages, { recursive: true });
  if (library === 'lambda') cpSync(installForLambda(), packages, { recursive: true });
  else {
    for (const { name, directory: installed } of packagesOfMachine()) {
      symlinkSync(installed, join(packages, name), 'junction');
    }
  }
}

/** Installs Lambda's build once and returns the directory of its packages. */
function installForLambda(): string {
  const cache = join(userRoot, 'node_modules', '.cache', 'airlock');
  const target = join(cache, `sharp-linux-arm64-${version}`);
  const packages = join(target, 'node_modules', '@img');
  if (existsSync(packages)) return packages;
  mkdirSync(cache, { recursive: true });
  const directory = mkdtempSync(join(cache, 'installing-'));
  try {
    writeLock(directory);
    npm(['ci', ...lambdaPlatform, '--ignore-scripts', '--no-audit', '--no-fund'], directory);
    requirePackages(directory);
    // Another process may have installed the same packages already.
    if (!existsSync(target)) renameSync(directory, target);
  } catch (cause) {
    if (!existsSync(packages)) throw notInstalled(cause);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return packages;
}

/** What npm needs to install exactly these packages, by their digests; only optional ones may be for another processor. */
function writeLock(directory: string): void {
  const optionalDependencies = Object.fromEntries(
    Object.entries(lambdaPackages).map(([name, each]) => [name, each.version]),
  );
  const locked = Object.entries(lambdaPackages).map(([name, each]) => [
    `node_modules/${name}`,
    { ...each, optional: true, os: ['linux'], cpu: ['arm64'], libc: ['glibc'] },
  ]);
  const project = { name: 'airlock-image-library', private: true, optionalDependencies };
  const lock = {
    ...{ name: project.name, lockfileVersion: 3, requires: true },
    packages: { '': { optionalDependencies }, ...Object.fromEntries(locked) },
  };
  writeFileSync(join(directory, 'package.json'), JSON.stringify(project));
  writeFileSync(join(directory, 'package-lock.json'), JSON.stringify(lock));
}

/** npm skips an optional package that it cannot install, without an error. */
function requirePackages(directory: string): void {
  for (const name of Object.keys(lambdaPackages)) {
    if (existsSync(join(directory, 'node_modules', name, 'package.json'))) continue;
    throw new ConfigError(`npm left out ${name}.`);
  }
}

const npm = (parameters: readonly string[], cwd: string): void => {
  const isWindows = process.platform === 'win32';
  execFileSync('npm', parameters, { cwd, stdio: ['ignore', 'ignore', 'pipe'], shell: isWindows });
};

function notInstalled(cause: unknown): ConfigError {
  const { stderr = '' } = cause as { readonly stderr?: Buffer | string };
  const printed = String(stderr).trim() || String(cause);
  return new ConfigError(
    `A collection makes variants of its images, and npm could not install the image library for Lambda, ${Object.keys(lambdaPackages).join(' and ')} ${version}. Check the connection to your registry, or remove variants and serve from the collections.\n${printed}`,
  );
}

/** The packages of this machine's build, which are installed with sharp; on Windows libvips is in the first one. */
function packagesOfMachine(): readonly { readonly name: string; readonly directory: string }[] {
  const isMusl = process.platform === 'linux' && !hasGlibc();
  const platform = `${process.platform}${isMusl ? 'musl' : ''}-${process.arch}`;
  const names = [
    `sharp-${platform}`,
    ...(process.platform === 'win32' ? [] : [`sharp-libvips-${platform}`]),
  ];
  for (const root of [userRoot, projectRoot]) {
    try {
      const sharp = createRequire(join(root, 'package.json')).resolve('sharp');
      const { resolve } = createRequire(sharp);
      return names.map((name) => ({ name, directory: dirname(resolve(`@img/${name}/package`)) }));
    } catch {}
  }
  throw new ConfigError(
    `A collection makes variants of its images, and the local cloud needs the image library for this machine: npm install --save-dev sharp@${version}`,
  );
}

/** Node reports the version of glibc only where it runs on it. */
const hasGlibc = (): boolean => {
  const { header } = process.report.getReport() as { header: Record<string, unknown> };
  return header.glibcVersionRuntime !== undefined;
};
