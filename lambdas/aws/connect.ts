// Creates the AWS clients, once per function at cold start. Region, endpoint and credentials come from the environment.
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { RETRY, retryThrottled } from './dynamodb/retry.ts';

/**
 * The DynamoDB client. DynamoDB refuses a single write to an
 * item that a transaction is changing with TransactionConflictException, which the SDK does not retry by itself.
 */
export function connectDynamo(): DynamoDBClient {
  const dynamo = new DynamoDBClient();
  dynamo.middlewareStack.add(
    (next) => (request) =>
      retryThrottled(async () => {
        try {
          return await next(request);
        } catch (error) {
          if (error instanceof TransactionConflictException) return RETRY;
          throw error;
        }
      }),
    { step: 'initialize', name: 'retryTransactionConflict' },
  );
  return dynamo;
}

/**
 * The S3 client. Checksums only where S3 requires them: by default the SDK signs the CRC32 of an empty body
 * into every presigned upload.
 */
export const connectS3 = (): S3Client =>
  new S3Client({
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });

/** The CloudFront client. */
export const connectCloudFront = (): CloudFrontClient => new CloudFrontClient();

/** The Systems Manager client. */
export const connectSsm = (): SSMClient => new SSMClient();

/** The client of Cognito's user pools. */
export const connectCognito = (): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient();

/** The SQS client. It calls the service's endpoint even when the URL of a queue has another host. */
export const connectSqs = (): SQSClient => new SQSClient({ useQueueUrlAsEndpoint: false });

/** The EventBridge client. */
export const connectEventBridge = (): EventBridgeClient => new EventBridgeClient();
