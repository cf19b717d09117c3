// Why the function that copies files into the static bucket may stay as the CDK makes it.
import { Stack, Validations } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { BucketDeployment } from 'aws-cdk-lib/aws-s3-deployment';

const reason =
  'This function is the CDK’s own and so are its rights; it runs during deployments only and reaches the deployed assets and the static bucket, never media.';

const wildcardActions = [
  's3:Abort*',
  's3:DeleteObject*',
  's3:GetBucket*',
  's3:GetObject*',
  's3:List*',
];

/** Acknowledges exactly the rights that a deployment into this bucket gives its function, and its runtime. */
export function acknowledgeCopier(deployment: BucketDeployment, destination: IBucket): void {
  const { bootstrapQualifier = 'hnb659fds' } = Stack.of(deployment).synthesizer;
  const assets = `cdk-${bootstrapQualifier}-assets-<AWS::AccountId>-<AWS::Region>`;
  const findings = [
    'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
    ...wildcardActions.map((action) => `IAM5[Action::${action}]`),
    `IAM5[Resource::arn:<AWS::Partition>:s3:::${assets}/*]`,
    `IAM5[Resource::${spelledArn(destination)}/*]`,
  ];
  Validations.of(deployment.handlerRole).acknowledge(
    ...findings.map((finding) => ({ id: `AwsSolutions-${finding}`, reason })),
  );
  const copier = deployment.handlerRole.node.scope;
  if (copier) Validations.of(copier).acknowledge({ id: 'AwsSolutions-L1', reason });
}

// What resolving a bucket's ARN can give.
type Intrinsic =
  | string
  | { readonly 'Fn::GetAtt': readonly [string, string] }
  | { readonly 'Fn::Join': readonly ['', readonly Intrinsic[]] }
  | { readonly Ref: string };

/** A bucket's ARN as cdk-nag spells it in the id of a finding. */
const spelledArn = (bucket: IBucket): string => spell(Stack.of(bucket).resolve(bucket.bucketArn));

function spell(value: Intrinsic): string {
  if (typeof value === 'string') return value;
  if ('Ref' in value) return `<${value.Ref}>`;
  if ('Fn::GetAtt' in value) return `<${value['Fn::GetAtt'].join('.')}>`;
  if ('Fn::Join' in value) return value['Fn::Join'][1].map(spell).join('');
  return JSON.stringify(value);
}
