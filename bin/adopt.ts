// `airlock adopt`: writes the import by which a new stack adopts the resources that a removed one has left.
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { userRoot } from '../lib/project.ts';
import { type Assembly, readAssembly } from '../local/template/assembly.ts';
import { findInstance } from '../local/template/instances.ts';
import { importOf } from '../operate/adopt.ts';
import { findingErrors } from './deployed-airlock.ts';
import { type AppChoice, appOptions, appUsage, isOwnApp, withOwnAssembly } from './own-app.ts';
import { runCommand } from './run-command.ts';

const usage = `Usage: airlock adopt [--media-bucket name] [--public-bucket name] [--table name] [--user-pool id] [options]

Writes what CloudFormation needs to import resources that a removed stack has left into the stack of the next deployment,
and prints the commands that do it. It calls nothing on AWS.

  --media-bucket name   the bucket of uploads
  --public-bucket name  the bucket of public copies
  --table name          the table of files
  --user-pool id        the user pool
  --outdir directory    where template.json and resources.json go, default adopt
${appUsage}

Exits with 0, or with 2 when it wrote nothing.`;

const options = {
  'media-bucket': { type: 'string' },
  'public-bucket': { type: 'string' },
  table: { type: 'string' },
  'user-pool': { type: 'string' },
  outdir: { type: 'string', default: 'adopt' },
  ...appOptions,
} as const;

await runCommand({ usage, options, foreseen: findingErrors }, async ({ values }) => {
  const assembly = await synthesized(values);
  const { root, stackName } = findInstance(assembly, values.only);
  const stack = assembly.stacks.find(({ name }) => name === stackName);
  const { template, resources } = importOf(stack?.template.Resources ?? {}, root, values);
  const outdir = resolve(userRoot, values.outdir);
  await mkdir(outdir, { recursive: true });
  const write = (name: string, content: object) =>
    writeFile(join(outdir, name), `${JSON.stringify(content, null, 2)}\n`);
  await write('template.json', template);
  await write('resources.json', resources);
  const place = relative(process.cwd(), outdir) || '.';
  process.stdout.write(`Wrote ${place}/template.json and ${place}/resources.json. Then:

  aws cloudformation create-change-set --stack-name ${stackName} --change-set-name adopt --change-set-type IMPORT \\
    --template-body file://${place}/template.json --resources-to-import file://${place}/resources.json
  aws cloudformation wait change-set-create-complete --stack-name ${stackName} --change-set-name adopt
  aws cloudformation execute-change-set --stack-name ${stackName} --change-set-name adopt
  aws cloudformation wait stack-import-complete --stack-name ${stackName}

and deploy.
`);
  return 0;
});

/** The templates of the app from its current sources. */
async function synthesized(choice: AppChoice): Promise<Assembly> {
  if (isOwnApp(choice)) return withOwnAssembly(choice, readAssembly);
  const { synthesizeTemplates } = await import('../lib/synthesize-templates.ts');
  return { stacks: await synthesizeTemplates(), assets: new Map() };
}
