// Reads the templates of a synthesized cloud assembly, nested ones included.
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { DoctorError } from './doctor-error.ts';
import type { StackTemplate } from './template.ts';

/**
 * Reads every stack of the assembly in this directory, such as `cdk.out`.
 * @throws {DoctorError} if the directory holds none.
 */
export function readAssembly(directory: string): readonly StackTemplate[] {
  try {
    const { stacksRecursively } = new CloudAssembly(directory);
    return stacksRecursively.map(({ stackName, template }) => ({ name: stackName, template }));
  } catch (cause) {
    throw new DoctorError(
      `${directory} holds no cloud assembly; synthesize one with npm run synth, or leave --assembly out.`,
      { cause },
    );
  }
}
