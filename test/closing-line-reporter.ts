/**
 * Ends every test run with one plain line, `N passed, N failed`, for tools that read no other and nothing behind it.
 * Appends that line to the file that `AIRLOCK_TEST_COUNTS` names, for whoever adds up several runs.
 */
import { appendFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    let brokenModules = 0;
    for (const module of modules) {
      let failedInModule = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state] += 1;
        if (state === 'failed') failedInModule += 1;
      }
      if (module.state() === 'failed' && failedInModule === 0) brokenModules += 1;
    }
    const failed = counts.failed + brokenModules + unhandledErrors.length;
    const skipped = counts.skipped + counts.pending;
    const closingLine = `${counts.passed} passed, ${failed} failed\n`;
    const { AIRLOCK_TEST_COUNTS: countsFile } = process.env;
    if (countsFile) appendFileSync(countsFile, closingLine);
    process.once('exit', () => {
      if (skipped > 0) process.stdout.write(`${skipped} skipped\n`);
      process.stdout.write(closingLine);
    });
  }
}
