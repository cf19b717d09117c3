// `npm run judge` as people and CI run it: what it prints and what it exits with.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { projectRoot } from '../../lib/project.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-judge-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

const addFixture = (name: string, as = name) =>
  copyFile(join(projectRoot, 'test/fixtures/files', name), join(folder, as));

const runJudge = (...args: readonly string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(projectRoot, 'bin/judge.ts'), ...args],
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

it('prints what each accepted file is and which collection takes it, and exits with 0', async () => {
  await mkdir(join(folder, 'reports'));
  await addFixture('fixture.pdf', 'reports/plan.pdf');
  await addFixture('fixture.png');
  expect(await runJudge(folder)).toEqual({
    code: 0,
    stdout: [
      'accepted  fixture.png: PNG image in images',
      'accepted  reports/plan.pdf: PDF document in documents',
      '',
      'PDF document: 1 of 1 accepted',
      'PNG image: 1 of 1 accepted',
      'All: 2 of 2 accepted.',
      '',
    ].join('\n'),
    stderr: '',
  });
});

it('prints the reason of a refusal with the sentence that the uploader reads, and exits with 1', async () => {
  await writeFile(join(folder, 'empty.pdf'), '');
  const { code, stdout } = await runJudge(folder);
  expect(code).toBe(1);
  expect(stdout).toContain('refused   empty.pdf: empty. The file is empty.');
  expect(stdout).toContain('0 of 1 accepted; refused: 1 empty');
});

it('judges in the collection that is named', async () => {
  await addFixture('fixture.pdf');
  const { code, stdout } = await runJudge(folder, '--collection', 'images');
  expect(code).toBe(1);
  expect(stdout).toContain('refused   fixture.pdf: type_not_allowed. ');
});

it('prints one JSON object per file with the verdict and its evidence', async () => {
  await addFixture('fixture.pdf');
  const { code, stdout } = await runJudge(folder, '--json');
  expect(code).toBe(0);
  const judged: unknown = JSON.parse(stdout);
  expect(judged).toMatchObject({
    path: 'fixture.pdf',
    size: 7945,
    outcome: 'accepted',
    collection: 'documents',
    verdict: { detectedType: 'application/pdf', document: { findings: [] } },
  });
});

it('leaves out hidden files and symbolic links', async () => {
  await addFixture('fixture.png');
  await writeFile(join(folder, '.DS_Store'), 'left by a file manager');
  await symlink(join(folder, 'fixture.png'), join(folder, 'link.png'));
  expect((await runJudge(folder)).stdout).toContain('All: 1 of 1 accepted.');
});

it.each([
  ['without a folder', [], 'Name the folder to judge.'],
  ['with a folder that does not exist', ['/nowhere'], 'Cannot read the folder /nowhere'],
  ['with an unknown collection', [projectRoot, '--collection', 'x'], 'There is no collection x.'],
  ['with an unknown option', ['--nope'], "Unknown option '--nope'"],
])('exits with 2 %s and says what to do', async (_when, args, message) => {
  const { code, stderr } = await runJudge(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

it('exits with 2 for a folder that holds no file', async () => {
  const { code, stderr } = await runJudge(folder);
  expect(code).toBe(2);
  expect(stderr).toBe(`There is no file to judge in ${folder}.\n`);
});
