// The command as people and CI run it: what it prints, what it exits with, and where it reads from.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Line } from '../../doctor/examine.ts';
import { projectRoot } from '../../lib/project.ts';
import { stubApp } from '../lib/synthesize.ts';
import { asStacks, changed, type ShippedStacks, shippedStacks } from './shipped-stacks.ts';

let assembly: string;
let remove: () => Promise<void>;
let shipped: ShippedStacks;
beforeAll(async () => {
  const stub = await stubApp({});
  remove = stub.remove;
  assembly = stub.app.synth().directory;
  shipped = await shippedStacks();
});
afterAll(() => remove());

const doctor = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [join(projectRoot, 'bin/doctor.ts'), ...args],
      { env: { ...process.env, ...env }, maxBuffer: 10 * 2 ** 20 },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

it('the doctor prints every line with its mark and its evidence, and exits with 0 when all hold', async () => {
  const { code, stdout } = await doctor(['--assembly', assembly]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^✓ Throttling on +throttling\n {4}DefaultRouteSettings: .*FilesApiStage/m,
  );
  expect(stdout).toMatch(/All 14 lines hold\.\n$/);
});

it('the doctor says why it could examine nothing, and exits with 2', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-doctor-test-'));
  const { code, stderr } = await doctor(['--assembly', directory]);
  await rm(directory, { recursive: true });
  expect(code).toBe(2);
  expect(stderr).toBe(
    `${directory} holds no cloud assembly; synthesize one with npm run synth, or leave --assembly out.\n`,
  );
});

it.each([
  [['--nope'], "Unknown option '--nope'"],
  [['media'], 'Unknown argument “media”.'],
  [['--assembly'], "Option '--assembly <value>' argument missing"],
])(
  'the doctor says what is wrong with the arguments %j and how it is used, and exits with 2',
  async (args, message) => {
    const { code, stdout, stderr } = await doctor(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/\n\nUsage: airlock doctor /);
    expect(stderr.split('\n')[0]).toBe(message);
  },
);

it('the doctor prints its usage with --help', async () => {
  const { code, stdout } = await doctor(['--help']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: airlock doctor /);
});

it('the doctor says which field of the configuration is wrong, without a stack trace, and exits with 2', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-doctor-test-'));
  const file = join(directory, 'wrong.config.ts');
  await writeFile(file, 'export default { collections: 5 };');
  const { code, stderr } = await doctor([], { AIRLOCK_CONFIG: file });
  await rm(directory, { recursive: true });
  expect(code).toBe(2);
  expect(stderr).toContain('wrong.config.ts cannot be used');
  expect(stderr).not.toMatch(/^ {4}at /m);
});

it('the doctor says that it has no region or no credentials, and exits with 2', async () => {
  const noCredentials = {
    AWS_REGION: 'eu-central-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_CONFIG_FILE: '/dev/null',
  };
  const { code, stderr } = await doctor(['--deployed'], noCredentials);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^Cannot read stack Airlock-\w+: Could not load credentials/);
});

it('the doctor examines deployed stacks by their templates in CloudFormation, and exits with 1 when a line fails', async () => {
  const stacks = asStacks(changed(shipped, 'UploadsBacklogAlarm', 'Properties/AlarmActions', []));
  const cloudFormation = await serveTemplates(
    new Map(stacks.map((each) => [each.name, each.template])),
  );
  const { code, stdout } = await doctor(['--deployed', '--json'], cloudFormation.env);
  cloudFormation.close();
  expect(code).toBe(1);
  const lines: readonly Line[] = JSON.parse(stdout);
  expect(lines.filter(({ holds }) => !holds).map(({ id }) => id)).toEqual(['alarms']);
  expect(lines.at(-1)?.findings).toContainEqual({
    outcome: 'fails',
    stack: 'Airlock-Media',
    logicalId: expect.stringMatching(/^UploadsBacklogAlarm/),
    evidence: 'AlarmActions: []',
    remedy: 'Add an action to the alarm; without one it notifies no one.',
  });
});

it('the doctor names a stack that is not deployed, and exits with 2', async () => {
  const cloudFormation = await serveTemplates(new Map());
  const { code, stderr } = await doctor(['--deployed'], cloudFormation.env);
  cloudFormation.close();
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^Cannot read stack Airlock-\w+: Stack with id Airlock-\w+ does not exist\. Check the credentials/,
  );
});

/** CloudFormation's GetTemplate over these templates, in its own XML (AWS Query protocol). */
async function serveTemplates(templates: ReadonlyMap<string, unknown>) {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const name = new URLSearchParams(body).get('StackName') ?? '';
    const template = templates.get(name);
    response.writeHead(template ? 200 : 400, { 'content-type': 'text/xml' });
    response.end(
      template
        ? `<GetTemplateResponse><GetTemplateResult><TemplateBody>${escapeXml(JSON.stringify(template))}</TemplateBody></GetTemplateResult></GetTemplateResponse>`
        : `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id ${name} does not exist</Message></Error></ErrorResponse>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      AWS_ENDPOINT_URL_CLOUDFORMATION: `http://127.0.0.1:${port}`,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    close: () => server.close(),
  };
}

const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
