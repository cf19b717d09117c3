#!/usr/bin/env node
// The command line, `airlock <command>`: finds the command and runs it with the remaining arguments.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../lib/project.ts';

/** A command: its purpose, and its module, which runs when it is imported. */
interface Command {
  readonly summary: string;
  readonly run: () => Promise<unknown>;
}

const commands: Readonly<Record<string, Command>> = {
  init: { summary: 'write a small CDK app into this folder', run: () => import('./init.ts') },
  start: { summary: 'run the app on this machine, without AWS', run: () => import('./start.ts') },
  synth: { summary: 'synthesize and check the templates', run: () => import('./synth.ts') },
  deploy: { summary: 'deploy to AWS', run: () => import('./deploy.ts') },
  doctor: {
    summary: 'check every line of the security checklist',
    run: () => import('./doctor.ts'),
  },
  user: { summary: 'add people to the user pool', run: () => import('./user.ts') },
  adopt: {
    summary: 'write the import of resources that a removed stack has left',
    run: () => import('./adopt.ts'),
  },
  redrive: {
    summary: 'show dead letters, and have them handled again',
    run: () => import('./redrive.ts'),
  },
  judge: {
    summary: 'judge the files of a folder as uploads, without uploading anything',
    run: () => import('./judge.ts'),
  },
  import: {
    summary: 'make files of objects that are in S3 already',
    run: () => import('./import.ts'),
  },
  owner: {
    summary: 'list owners, and export or delete everything of one',
    run: () => import('./owner.ts'),
  },
  collect: { summary: 'gather and hash static files', run: () => import('./collect.ts') },
};

/** Older versions lack features that the local cloud and the commands use. */
const OLDEST_NODE = 24;

const width = Math.max(...Object.keys(commands).map(({ length }) => length));
const usage = `Usage: airlock <command> [options]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  .join('\n')}

airlock <command> --help says how a command is used. Exits with 0 when it succeeded, 1 when it found something, 2 when it
could not begin.`;

const [name, ...rest] = process.argv.slice(2);
const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;

if (name === '--version') {
  const manifest = readFileSync(join(projectRoot, 'package.json'), 'utf8');
  process.stdout.write(`${JSON.parse(manifest).version}\n`);
} else if (name === undefined || name === '--help' || name === 'help') {
  process.stdout.write(`${usage}\n`);
} else if (!command) {
  refuse(`There is no command “${name}”.\n\n${usage}`);
} else if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  refuse(
    `airlock ${name} needs Node ${OLDEST_NODE} or later; this is ${process.versions.node}. Constructs work with Node 20.19.`,
  );
} else {
  process.argv.splice(2, process.argv.length - 2, ...rest);
  await command.run();
}

function refuse(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}
