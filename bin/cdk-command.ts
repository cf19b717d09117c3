// Runs the CDK's own command, that of the project in which `airlock` is called.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ConfigError } from '../lib/config-error.ts';
import { userRoot } from '../lib/project.ts';

/** Runs it with these arguments, in the foreground. Returns its exit code. @throws {ConfigError} where it is not installed */
export async function cdk(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [cdkPath(), ...args], { cwd: userRoot, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}

function cdkPath(): string {
  try {
    const { resolve } = createRequire(join(userRoot, 'package.json'));
    return join(dirname(resolve('aws-cdk/package.json')), 'bin/cdk');
  } catch (cause) {
    throw new ConfigError(
      `The CDK's own command is not installed in ${userRoot}; run npm install --save-dev aws-cdk there.`,
      { cause },
    );
  }
}
