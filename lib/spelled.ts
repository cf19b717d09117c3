// How cdk-nag spells a value of a template in the id of a finding.
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

// The possible results of resolving a text.
type Intrinsic =
  | string
  | { readonly 'Fn::GetAtt': readonly [string, string] }
  | { readonly 'Fn::Join': readonly ['', readonly Intrinsic[]] }
  | { readonly Ref: string };

/** A text that may hold tokens, as a finding in the construct's stack has it. */
export const spelled = (scope: IConstruct, text: string): string =>
  spell(Stack.of(scope).resolve(text));

function spell(value: Intrinsic): string {
  if (typeof value === 'string') return value;
  if ('Ref' in value) return `<${value.Ref}>`;
  if ('Fn::GetAtt' in value) return `<${value['Fn::GetAtt'].join('.')}>`;
  if ('Fn::Join' in value) return value['Fn::Join'][1].map(spell).join('');
  return JSON.stringify(value);
}
