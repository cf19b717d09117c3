// Error responses of S3, CloudFront, DynamoDB, SQS, EventBridge, SSM and Cognito, and connection errors, as a function receives them.

/** An HTTP response, as the SDK's parsers read it. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const codes = {
  dynamodb: {
    'internal error': [500, 'com.amazonaws.dynamodb.v20120810#InternalServerError'],
    throttled: [400, 'com.amazonaws.dynamodb.v20120810#ThrottlingException'],
  },
  s3: { 'internal error': [500, 'InternalError'], throttled: [503, 'SlowDown'] },
  queueOrBus: {
    'internal error': [500, 'InternalException'],
    throttled: [400, 'ThrottlingException'],
  },
  parameters: {
    'internal error': [500, 'InternalServerError'],
    throttled: [400, 'ThrottlingException'],
  },
  userPool: {
    'internal error': [500, 'InternalErrorException'],
    throttled: [400, 'TooManyRequestsException'],
  },
  cloudfront: { 'internal error': [500, 'InternalFailure'], throttled: [400, 'Throttling'] },
} as const;

const serviceOf: Readonly<Record<string, 'queueOrBus' | 'parameters' | 'userPool'>> = {
  SQSClient: 'queueOrBus',
  EventBridgeClient: 'queueOrBus',
  SSMClient: 'parameters',
  CognitoIdentityProviderClient: 'userPool',
};

/** The error response of the service that a client calls. */
export function answerFor(clientName: string, kind: 'internal error' | 'throttled'): HttpAnswer {
  const message = 'A fault of this test.';
  if (clientName === 'S3Client') {
    const [statusCode, code] = codes.s3[kind];
    return xml(statusCode, `<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
  }
  if (clientName === 'CloudFrontClient') {
    const [statusCode, code] = codes.cloudfront[kind];
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
    return xml(statusCode, `<ErrorResponse>${error}</ErrorResponse>`);
  }
  const [statusCode, type] = codes[serviceOf[clientName] ?? 'dynamodb'][kind];
  return {
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': type },
    body: Buffer.from(JSON.stringify({ __type: type, message })),
  };
}

const xml = (statusCode: number, element: string): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/xml' },
  body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${element}`),
});

/** The error of a connection that broke before the response. */
export const connectionLost = (): Error =>
  Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

/** The error of a request whose response did not arrive in time. */
export const timedOut = (): Error =>
  Object.assign(new Error('Connection timed out after 1000 ms'), { name: 'TimeoutError' });
