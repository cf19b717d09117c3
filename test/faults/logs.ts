// Functions log to standard output; what they log in a run is kept for it and not printed thousands of times.
import { takeLine } from './storm.ts';

/** Takes over what functions log, until it is disposed of. */
export function takeLogs(): Disposable {
  const { stdout } = process;
  const write = stdout.write;
  stdout.write = ((chunk: string, ...rest: []) =>
    (typeof chunk === 'string' && takeLine(chunk)) ||
    write.call(stdout, chunk, ...rest)) as typeof write;
  return {
    [Symbol.dispose]() {
      stdout.write = write;
    },
  };
}
