// The one place where AWS clients are made: at cold start, once per function.
import { DynamoDBClient, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { conflictWaitMs } from './dynamodb/write-together.ts';

const CONFLICT_ATTEMPTS = 8;

/**
 * The DynamoDB client; region, endpoint and credentials come from the environment. A single write to an item that a
 * transaction is just changing is refused with TransactionConflictException, which the SDK does not try again by itself.
 */
export function connectDynamo(): DynamoDBClient {
  const dynamo = new DynamoDBClient();
  dynamo.middlewareStack.add(
    (next) => async (request) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await next(request);
        } catch (error) {
          const isConflict = error instanceof TransactionConflictException;
          if (!isConflict || attempt === CONFLICT_ATTEMPTS) throw error;
          await new Promise((resolve) => setTimeout(resolve, conflictWaitMs(attempt)));
        }
      }
    },
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
