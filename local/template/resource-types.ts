// The CloudFormation resource types that the local cloud interprets, and those that have no effect here.
import { CannotStartError } from '../cannot-start.ts';
import type { Assembly } from './assembly.ts';

/** Types that some part of the local cloud reads. */
const interpreted = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::KeyGroup',
  'AWS::CloudFront::OriginRequestPolicy',
  'AWS::CloudFront::PublicKey',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::GuardDuty::MalwareProtectionPlan',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SQS::Queue',
  'AWS::Scheduler::Schedule',
  'Custom::CDKBucketDeployment',
  'Custom::DownloadKey',
  'Custom::WebhookSecret',
  'Custom::S3BucketNotifications',
]);

/**
 * Types that change nothing on one machine: rights of services among each other, telemetry, and types that the issuer replaces.
 */
const withoutLocalEffect = new Set([
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::Budgets::Budget',
  'AWS::CDK::Metadata',
  'AWS::CertificateManager::Certificate',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Cognito::ManagedLoginBranding',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::Cognito::UserPoolUICustomizationAttachment',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::ResourcePolicy',
  'AWS::Route53::RecordSet',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::SSM::Parameter',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::WAFv2::WebACL',
  'Custom::S3AutoDeleteObjects',
]);

/** Whether some part of the local cloud reads resources of this type. */
export const isInterpreted = (type: string): boolean => interpreted.has(type);

/** Whether resources of this type change nothing on one machine. */
export const isWithoutLocalEffect = (type: string): boolean => withoutLocalEffect.has(type);

/** Refuses an assembly with a resource whose effect would silently be missing; the error names every such resource. */
export function refuseUnknownResources(assembly: Assembly): void {
  const unknown = assembly.stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources ?? {})
      .filter(([, { Type }]) => !interpreted.has(Type) && !withoutLocalEffect.has(Type))
      .map(([logicalId, { Type }]) => `${logicalId} (${Type}) in stack ${stack.name}`),
  );
  if (unknown.length > 0) {
    throw new CannotStartError(
      `The local cloud cannot run ${unknown.join(', ')}: it neither interprets the type nor knows that it has no local effect.`,
    );
  }
}
