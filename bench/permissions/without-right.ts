// A copy of a cloud assembly in which one role lacks one right.
import type { PolicyDocument } from '../../local/iam/policy.ts';
import { mutateAssembly } from '../../test/local/mutate-assembly.ts';

/** Which right: of the function with this short name, the one at this place among all that its role has. */
export interface RightAt {
  readonly label: string;
  readonly index: number;
}

/** Copies the assembly without the right. Returns the copy's directory. */
export const withoutRight = (
  assembly: string,
  copy: string,
  { label, index }: RightAt,
): Promise<string> =>
  mutateAssembly(assembly, copy, ({ Resources }) => {
    for (const [id, { Type, Properties }] of Object.entries(Resources)) {
      if (Type !== 'AWS::IAM::Role' || !new RegExp(`^${label}Role[0-9A-F]{8}$`).test(id)) continue;
      let place = 0;
      const policies = Properties.Policies as { PolicyDocument: PolicyDocument }[];
      Properties.Policies = policies.map((policy) => {
        const { Statement } = policy.PolicyDocument;
        const split = [Statement].flat().flatMap((statement) => {
          if (statement.Effect === 'Deny') return [statement];
          const { Action = [], Resource = [] } = statement;
          const singles = [Action].flat().flatMap((action) =>
            [Resource].flat().map((resource) => ({
              ...statement,
              Action: action,
              Resource: resource,
            })),
          );
          return singles.filter(() => place++ !== index);
        });
        return { ...policy, PolicyDocument: { ...policy.PolicyDocument, Statement: split } };
      });
    }
  });
