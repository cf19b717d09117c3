// Runs a command: checks its arguments, and reports expected errors without a stack trace.
import { inspect, type ParseArgsConfig, parseArgs } from 'node:util';
import { ConfigError } from '../lib/config-error.ts';

/** The arguments of a command are not valid. */
class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;
type Arguments<Known extends Options> = ReturnType<
  typeof parseArgs<{ options: Known; allowPositionals: true }>
>;

/** The options of a command. */
export interface Command<Known extends Options> {
  /** Printed for `--help`, and below the message about wrong arguments. */
  readonly usage: string;
  readonly options: Known;
  /** How many positional arguments it takes. Default: none. */
  readonly maxWords?: number;
  /** Errors that are messages for people, besides those about the configuration. */
  readonly foreseen: readonly (new (
    ...args: never[]
  ) => Error)[];
}

/** Runs a command and exits with the code that it returns; with 2 when it could not begin, after printing the reason. */
export async function runCommand<const Known extends Options>(
  command: Command<Known>,
  run: (args: Arguments<Known>) => Promise<number>,
): Promise<void> {
  try {
    if (process.argv.includes('--help')) {
      process.stdout.write(`${command.usage}\n`);
      return;
    }
    process.exitCode = await run(readArguments(command));
  } catch (error) {
    process.exitCode = 2;
    process.stderr.write(`${describe(error, command)}\n`);
  }
}

function describe(
  error: unknown,
  { usage, foreseen }: Pick<Command<Options>, 'usage' | 'foreseen'>,
) {
  if (error instanceof UsageError) return `${error.message}\n\n${usage}`;
  const isForeseen = [ConfigError, ...foreseen].some((kind) => error instanceof kind);
  return isForeseen ? (error as Error).message : inspect(error);
}

function readArguments<const Known extends Options>({
  options,
  maxWords = 0,
}: Command<Known>): Arguments<Known> {
  let args: Arguments<Known>;
  try {
    args = parseArgs({ options, allowPositionals: true });
  } catch (error) {
    // Node's advice about arguments that begin with a dash does not apply here.
    const [message = ''] = (error as Error).message.split('. To specify');
    throw new UsageError(message, { cause: error });
  }
  const [extra] = args.positionals.slice(maxWords);
  if (extra !== undefined) throw new UsageError(`Unknown argument “${extra}”.`);
  return args;
}
