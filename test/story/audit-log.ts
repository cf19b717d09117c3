// The audit log of the deployed bundles. A function's lines arrive after its answer, as in CloudWatch: tests wait for them.
import { ask } from './invoke.ts';

/** A line of the audit log. */
export interface AuditLine {
  readonly action: string;
  readonly by?: string;
  readonly role: string;
  readonly timestamp: string;
}

/** The lines that hold this text, in the order in which they were written: functions write side by side. */
export async function auditLines(text: string): Promise<AuditLine[]> {
  const printed = (await ask({ kind: 'logs' })) as string[];
  return printed
    .filter((line) => line.includes('"event":"audit"') && line.includes(text))
    .map((line): AuditLine => JSON.parse(line.slice(line.indexOf('{'))))
    .sort((one, other) => Date.parse(one.timestamp) - Date.parse(other.timestamp));
}

/** An act in words. */
export const actInWords = ({ action, by = '-', role }: AuditLine): string =>
  `${action} by ${by} as ${role}`;
