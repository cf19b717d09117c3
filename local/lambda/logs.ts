// The log of functions: every line is written to one file, errors also to the terminal; the latest are kept for tests.
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** The log of all functions. */
export interface FunctionLogs {
  /** Records one line that a function printed. */
  write(label: string, line: string, isError: boolean): void;
  /** The latest lines, each prefixed by the function that printed it. */
  lines(): readonly string[];
  close(): Promise<void>;
}

const maxLines = 2000;

/** Opens the log file for appending; lines that are errors also go to `log`. */
export function openFunctionLogs(file: string, log: (line: string) => void): FunctionLogs {
  mkdirSync(dirname(file), { recursive: true });
  const stream = createWriteStream(file, { flags: 'a' });
  const latest: string[] = [];
  return {
    write(label, line, isError) {
      // A function may still write after the cloud has begun to stop.
      if (stream.writableEnded) return;
      const entry = `${label} ${line}`;
      latest.push(entry);
      if (latest.length > maxLines) latest.shift();
      stream.write(`${entry}\n`);
      if (isError) log(entry);
    },
    lines: () => latest,
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}
