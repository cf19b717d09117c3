// Captures what functions log to standard output, so that thousands of runs do not print it.
import { captureLine } from './inject-fault.ts';

/** Captures what functions log until it is disposed. */
export function captureLogs(): Disposable {
  const { stdout } = process;
  const write = stdout.write;
  stdout.write = ((chunk: string, ...rest: []) =>
    (typeof chunk === 'string' && captureLine(chunk)) ||
    write.call(stdout, chunk, ...rest)) as typeof write;
  return {
    [Symbol.dispose]() {
      stdout.write = write;
    },
  };
}
