// Policy documents, brought into one form: lists where IAM also takes a single value.
import { at, listOf } from './template.ts';

/** One statement of a policy document. */
export interface Statement {
  readonly effect: unknown;
  readonly actions: readonly unknown[];
  readonly resources: readonly unknown[];
  readonly principal: unknown;
  readonly condition: unknown;
  /** By what it leaves out, a statement with `NotAction`, `NotResource` or `NotPrincipal` covers everything else. */
  readonly isInverted: boolean;
}

/** The statements of a policy document. */
export const statementsOf = (document: unknown): readonly Statement[] =>
  listOf(at(document, 'Statement')).map((written) => ({
    effect: at(written, 'Effect'),
    actions: listOf(at(written, 'Action')),
    resources: listOf(at(written, 'Resource')),
    principal: at(written, 'Principal'),
    condition: at(written, 'Condition'),
    isInverted: ['NotAction', 'NotResource', 'NotPrincipal'].some(
      (name) => at(written, name) !== undefined,
    ),
  }));

/** Whether a statement is about everybody. */
const isEverybody = (principal: unknown): boolean =>
  principal === '*' || listOf(at(principal, 'AWS')).includes('*');

/** Whether a statement refuses everybody's requests without TLS (S3 user guide, "Security best practices"). */
export const refusesPlainHttp = ({ effect, principal, condition }: Statement): boolean =>
  effect === 'Deny' &&
  isEverybody(principal) &&
  String(at(condition, 'Bool', 'aws:SecureTransport')) === 'false';
