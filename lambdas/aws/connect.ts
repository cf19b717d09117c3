// The one place where AWS clients are made: at cold start, once per function.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';

/** The DynamoDB client; region, endpoint and credentials come from the environment. */
export const connectDynamo = (): DynamoDBClient => new DynamoDBClient();

/**
 * The S3 client. Checksums only where S3 requires them: by default the SDK signs the CRC32 of an empty body
 * into every presigned upload.
 */
export const connectS3 = (): S3Client =>
  new S3Client({
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
