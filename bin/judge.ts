// `airlock judge`: judges the files of a folder as uploads would be judged, without uploading anything.
import { resolve } from 'node:path';
import { JudgeError } from '../judge/judge-error.ts';
import type { JudgedFile } from '../judge/judge-file.ts';
import { judgeFolder } from '../judge/judge-folder.ts';
import { reportLine, reportSummary } from '../judge/report.ts';
import { configPath, loadConfig } from '../lib/load-config.ts';
import { CannotStartError } from '../local/cannot-start.ts';
import { readAssembly } from '../local/template/assembly.ts';
import { functionConfigIn } from '../local/template/function-config.ts';
import { type AppChoice, appOptions, appUsage, isOwnApp, withOwnAssembly } from './own-app.ts';
import { runCommand } from './run-command.ts';

const usage = `Usage: airlock judge folder [--collection name] [--config file | --app command [--only path]]
                           [--json]

Judges every file below the folder as it would be judged after an upload, and says of each whether it is accepted or why
it is refused. The type that is claimed follows from the file's extension. Nothing is uploaded or changed.

  --collection name  the collection to send the files to; default: the first that takes the file's type and size
  --config file      a configuration other than airlock.config.ts
${appUsage}
  --json             print one JSON object per line: path, size, outcome, collection, verdict, reason, detail, cpuMs

Exits with 0 when every file is accepted, 1 when a file is refused, 2 when nothing could be judged.`;

const options = {
  collection: { type: 'string' },
  config: { type: 'string' },
  ...appOptions,
  json: { type: 'boolean', default: false },
} as const;

await runCommand(
  { usage, options, maxWords: 1, foreseen: [JudgeError, CannotStartError] },
  async ({ values, positionals: [folder] }) => {
    if (folder === undefined) throw new JudgeError(`Name the folder to judge.\n\n${usage}`);
    const config = await rulesOf(values);
    const judged: JudgedFile[] = [];
    for await (const file of judgeFolder(resolve(folder), config, values.collection)) {
      judged.push(file);
      process.stdout.write(`${values.json ? JSON.stringify(file) : reportLine(file)}\n`);
    }
    if (judged.length === 0) throw new JudgeError(`There is no file to judge in ${folder}.`);
    if (!values.json) process.stdout.write(`\n${reportSummary(judged)}\n`);
    return judged.every(({ outcome }) => outcome === 'accepted') ? 0 : 1;
  },
);

/** The collections by which the functions judge: those of the configuration, or of the user's own app. */
async function rulesOf(choice: AppChoice & { readonly config?: string | undefined }) {
  const { config, only } = choice;
  if (config !== undefined || !isOwnApp(choice)) return loadConfig(configPath(config));
  return withOwnAssembly(choice, async (directory) =>
    functionConfigIn(await readAssembly(directory), only),
  );
}
