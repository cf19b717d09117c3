/**
 * Ends every test run with one plain line, `N passed, N failed`, for tools that read no other and nothing behind it. Before it
 * stands each test that failed, and each that passed only when it was repeated, with its first error. Repeated tests that passed count as
 * passed. Appends these lines to the file that `AIRLOCK_TEST_COUNTS` names, for a program that adds up several runs.
 */
import { appendFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    const named: string[] = [];
    let brokenModules = 0;
    for (const module of modules) {
      let failedInModule = 0;
      for (const test of module.children.allTests()) {
        const { state, errors = [] } = test.result();
        counts[state] += 1;
        if (state === 'failed') failedInModule += 1;
        const [reason] = errors[0]?.message.split('\n') ?? [];
        const name = [module.relativeModuleId, test.fullName, reason].filter(Boolean).join(': ');
        if (state === 'failed') named.push(`failed: ${name}\n`);
        if (test.diagnostic()?.flaky) named.push(`passed only when repeated: ${name}\n`);
      }
      if (module.state() === 'failed' && failedInModule === 0) {
        brokenModules += 1;
        named.push(`failed to start: ${module.relativeModuleId}\n`);
      }
    }
    const failed = counts.failed + brokenModules + unhandledErrors.length;
    const skipped = counts.skipped + counts.pending;
    const closingLine = `${counts.passed} passed, ${failed} failed\n`;
    const { AIRLOCK_TEST_COUNTS: countsFile } = process.env;
    if (countsFile) appendFileSync(countsFile, [...named, closingLine].join(''));
    process.once('exit', () => {
      process.stdout.write(named.join(''));
      if (skipped > 0) process.stdout.write(`${skipped} skipped\n`);
      process.stdout.write(closingLine);
    });
  }
}
