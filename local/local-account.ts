// The access of commands to a running local cloud: its control address, and the developer's key.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { region } from './addresses.ts';
import { CannotStartError } from './cannot-start.ts';
import type { Addresses } from './controls.ts';
import { type Credentials, credentialsOf } from './lambda/credentials.ts';
import { idsOf } from './state.ts';

/** The options of an AWS client. */
export interface LocalAccount {
  readonly region: string;
  readonly endpoint: string;
  /** Where S3 is. */
  readonly s3: string;
  /** Where DynamoDB is. */
  readonly dynamodb: string;
  readonly credentials: Credentials;
}

/** The cloud of a state directory. Throws {@link CannotStartError} where none was ever started. */
export async function localAccount(stateDirectory: string): Promise<LocalAccount> {
  const read = (name: string) => readFile(join(stateDirectory, name), 'utf8');
  try {
    const { control, s3, dynamodb } = JSON.parse(await read('local.json')) as Addresses;
    const credentials = credentialsOf(administrator, idsOf(await read('identity')));
    return { region, endpoint: control, s3, dynamodb, credentials };
  } catch (cause) {
    throw new CannotStartError(
      `No local cloud keeps its state in ${stateDirectory}; start one with npm start, or name its directory with --state.`,
      { cause },
    );
  }
}

/** The principal that may do everything. */
export const administrator = 'the local cloud';
