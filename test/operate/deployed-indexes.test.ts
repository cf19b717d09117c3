// Which indexes `npm run deploy` finds in the stack that is deployed.
import {
  CloudFormationClient,
  type CloudFormationServiceException,
} from '@aws-sdk/client-cloudformation';
import { expect, it, vi } from 'vitest';
import { deployedIndexes } from '../../operate/deployed-indexes.ts';

function clientOf(answer: object | Error) {
  const client = new CloudFormationClient({ region: 'eu-central-1' });
  vi.spyOn(client, 'send').mockImplementation(async () => {
    if (answer instanceof Error) throw answer;
    return { TemplateBody: JSON.stringify(answer) };
  });
  return client;
}

it('the indexes of the table are read from the deployed template', async () => {
  const client = clientOf({
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket' },
      Files: {
        Type: 'AWS::DynamoDB::GlobalTable',
        Properties: {
          GlobalSecondaryIndexes: [{ IndexName: 'ownerFiles' }, { IndexName: 'sharedFiles' }],
        },
      },
    },
  });
  expect(await deployedIndexes(client, 'Airlock-Media')).toEqual(['ownerFiles', 'sharedFiles']);
});

it('there are no indexes before the first deployment, and other errors are thrown', async () => {
  const missing = Object.assign(new Error('Stack with id Airlock-Media does not exist'), {
    name: 'ValidationError',
  } satisfies Partial<CloudFormationServiceException>);
  expect(await deployedIndexes(clientOf(missing), 'Airlock-Media')).toEqual([]);
  const denied = Object.assign(new Error('no'), { name: 'AccessDenied' });
  await expect(deployedIndexes(clientOf(denied), 'Airlock-Media')).rejects.toBe(denied);
});
