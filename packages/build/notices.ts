// The licences of what a published package has bundled, as these licences demand it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

/** Licences that let their code be part of a work under the Apache License. */
const permissive =
  /^\(?(0BSD|Apache-2\.0|BlueOak-1\.0\.0|BSD-[23]-Clause|ISC|MIT|MIT-0|Unlicense)( (OR|AND) [\w.-]+)*\)?$/;

const licenceFile = /^(licen[cs]e|copying)(\.|-|$)/i;

/**
 * The text of `THIRD-PARTY-NOTICES.txt`.
 * @param files Paths of bundled files; those outside `node_modules` are the project's own.
 * @throws Error for a package whose licence is not permissive
 */
export function thirdPartyNotices(files: Iterable<string>): string {
  const folders = new Set(
    [...files].filter((file) => file.includes('node_modules/')).map(packageFolderOf),
  );
  const entries = new Map<string, string>();
  for (const folder of folders) {
    const { name, version, license } = manifestOf(folder);
    if (!license || !permissive.test(license)) {
      throw new Error(`${name} ${version} is under ${license}, which may not be bundled.`);
    }
    const file = readdirSync(folder).find((each) => licenceFile.test(each));
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`;
    entries.set(`${name} ${version} (${license})`, text);
  }
  return [...entries]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([title, text]) => `${title}\n\n${text}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** The nearest folder above a file whose package.json has a name and a version. */
function packageFolderOf(file: string): string {
  for (let folder = dirname(file); folder.includes('node_modules'); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) {
      const { name, version } = manifestOf(folder);
      if (name && version) return folder;
    }
  }
  throw new Error(`${file} belongs to no package.`);
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
