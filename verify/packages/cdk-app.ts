// Apps in JavaScript beside the example in TypeScript, and the ways to install what they need.

const app = (imports: string) => `${imports}
const app = new App();
const env = { account: '111122223333', region: 'eu-west-1' };
const stack = new Stack(app, 'Shop', { env });
const site = new StaticSite(stack, 'Site');
new Airlock(stack, 'Photos', { site, collections: { photos: images() } });
new Airlock(new Stack(app, 'Legal', { env }), 'Contracts', {
  collections: { contracts: documents() },
  origins: ['https://app.example.com'],
  downloads: 'cdn',
});
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
`;

const esm = `import { Airlock, documents, images, StaticSite } from 'airlock';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
`;

const commonJs = `const { Airlock, documents, images, StaticSite } = require('airlock');
const { App, Stack, Validations } = require('aws-cdk-lib');
const { AwsSolutionsChecks } = require('cdk-nag');
`;

const wrong = `import { Airlock, images } from 'airlock';
import { App, Stack } from 'aws-cdk-lib';
try {
  new Airlock(new Stack(new App(), 'Shop'), 'Uploads', { collections: { photos: images({ maxBytes: -1 }) } });
} catch (error) {
  console.log(error.message);
}
`;

/** File names with their texts. */
export const appFiles: Readonly<Record<string, string>> = {
  'app.js': app(esm),
  'app.cjs': app(commonJs),
  'wrong.js': wrong,
};

/** A program that installs packages: its command, and what it wants in package.json. */
export interface Installer {
  readonly name: string;
  readonly command: readonly string[];
  readonly manifest: object;
}

/** pnpm runs the script that fetches Node only for packages that it is allowed to. */
export const installers: readonly Installer[] = [
  { name: 'npm', command: ['npm', 'install', '--no-audit', '--no-fund', '--silent'], manifest: {} },
  {
    name: 'pnpm',
    command: ['npx', '--yes', 'pnpm@10.20.0', 'install', '--silent'],
    manifest: { pnpm: { onlyBuiltDependencies: ['node'] } },
  },
  {
    name: 'yarn',
    // A separate cache, because yarn takes a tarball of the same version for the same package.
    command: [
      ...['npx', '--yes', 'yarn@1.22.22', 'install', '--silent', '--ignore-engines'],
      ...['--cache-folder', '.yarn-cache'],
    ],
    // aws-cdk-lib brings this package inside its own; yarn wants it from the registry as well, where that version is not.
    manifest: { resolutions: { '@aws/cloudformation-validate': '1.9.0-beta' } },
  },
];
