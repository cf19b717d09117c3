// Passes to the last tests of a run where the clouds of the others keep their state.
import type { TestProject } from 'vitest/node';
import { runDirectory } from '../run-directory.ts';

export default function setup(project: TestProject): void {
  project.provide('runDirectory', runDirectory);
}
