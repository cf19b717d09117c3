// Keeps log lines that a test expects out of its output; every other line is printed.

/** The expected lines so far; what is logged is printed again once it is disposed. */
export interface ExpectedLogs extends Disposable {
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/** Keeps the lines with this `event` back, from now on. */
export function expectLogs(event: string): ExpectedLogs {
  const { stdout } = process;
  const write = stdout.write;
  const lines: Readonly<Record<string, unknown>>[] = [];
  const start = '{"timestamp":';
  stdout.write = ((chunk: string | Uint8Array, ...rest: []) => {
    if (typeof chunk === 'string' && chunk.startsWith(start)) {
      const line = JSON.parse(chunk);
      if (line.event === event) return lines.push(line) > 0;
    }
    return write.call(stdout, chunk, ...rest);
  }) as typeof write;
  return {
    lines,
    [Symbol.dispose]() {
      stdout.write = write;
    },
  };
}
