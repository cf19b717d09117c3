// Acknowledges cdk-nag's findings about the CDK's function that copies files into the static bucket.
import { Aws, Stack, Validations } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { BucketDeployment } from 'aws-cdk-lib/aws-s3-deployment';
import { spelled } from './spelled.ts';

const reason =
  'This function is the CDK’s own and so are its rights; it runs during deployments only and reaches the deployed assets and the static bucket, never media.';

const wildcardActions = [
  's3:Abort*',
  's3:DeleteObject*',
  's3:GetBucket*',
  's3:GetObject*',
  's3:List*',
];

const executionRole = `arn:${Aws.PARTITION}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`;

/** Acknowledges exactly the rights that a deployment into this bucket gives this function, and its runtime. */
export function acknowledgeCopier(deployment: BucketDeployment, destination: IBucket): void {
  const stack = Stack.of(deployment);
  const { bootstrapQualifier = 'hnb659fds' } = stack.synthesizer;
  const assets = `arn:${stack.partition}:s3:::cdk-${bootstrapQualifier}-assets-${stack.account}-${stack.region}/*`;
  const findings = [
    `IAM4[Policy::${spelled(stack, executionRole)}]`,
    ...wildcardActions.map((action) => `IAM5[Action::${action}]`),
    `IAM5[Resource::${spelled(stack, assets)}]`,
    `IAM5[Resource::${spelled(stack, destination.bucketArn)}/*]`,
  ];
  Validations.of(deployment.handlerRole).acknowledge(
    ...findings.map((finding) => ({ id: `AwsSolutions-${finding}`, reason })),
  );
  const copier = deployment.handlerRole.node.scope;
  if (copier) Validations.of(copier).acknowledge({ id: 'AwsSolutions-L1', reason });
}
