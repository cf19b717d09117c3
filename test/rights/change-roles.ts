// Changes what roles allow before a cloud starts: one right less, or one more.
import { mutateAssembly } from '../local/mutate-assembly.ts';

/** What is changed about the role of a logical id. */
export type RoleChange = { readonly role: string } & (
  | {
      readonly kind: 'without';
      /** The place among all that its policies allow, one action on one resource each. */
      readonly index: number;
    }
  | {
      readonly kind: 'plus';
      /** Allowed on every resource. */
      readonly action: string;
    }
);

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: unknown;
  readonly Resource?: unknown;
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: Statement | Statement[] };
}

/** Copies the assembly with its roles changed. Returns the copy's directory. */
export const changeRoles = (
  assembly: string,
  copy: string,
  changes: readonly RoleChange[],
): Promise<string> =>
  mutateAssembly(assembly, copy, ({ Resources }) => {
    for (const change of changes) {
      const role = Resources[change.role];
      if (!role) continue;
      const policies = (role.Properties.Policies ?? []) as Policy[];
      const Statement = changed(
        policies.flatMap(({ PolicyDocument }) => split(PolicyDocument.Statement)),
        change,
      );
      const PolicyDocument = { Version: '2012-10-17', Statement };
      role.Properties.Policies = [{ PolicyName: 'Permissions', PolicyDocument }];
    }
  });

function changed(statements: readonly Statement[], change: RoleChange): readonly Statement[] {
  if (change.kind === 'plus')
    return [...statements, { Effect: 'Allow', Action: change.action, Resource: '*' }];
  const gone = statements.filter(({ Effect }) => Effect === 'Allow')[change.index];
  if (!gone) throw new Error(`${change.role} has no right ${change.index}.`);
  return statements.filter((each) => each !== gone);
}

/** Statements of one action on one resource each, in the order in which rights are counted. */
const split = (statements: Statement | Statement[]): Statement[] =>
  [statements].flat().flatMap((statement) => {
    const { Action = [], Resource = [] } = statement;
    return [Action]
      .flat()
      .flatMap((action) =>
        [Resource].flat().map((resource) => ({ ...statement, Action: action, Resource: resource })),
      );
  });
