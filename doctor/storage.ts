// Lines about stored data: encrypted at rest, and recoverable after a mistake.
import { type Check, decide, except, type Finding, ofType, show } from './check.ts';
import { at, listOf, type Resource, referencesIn } from './template.ts';

const tables = ['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table'];

export const encryptedAtRest: Check = {
  id: 'encryption',
  title: 'Encrypted at rest',
  // Tables, log groups and user pools are always encrypted; alarms' topics keep nothing.
  examine: (all) => [
    ...ofType(all, 'AWS::S3::Bucket').map(decideBucket),
    ...ofType(all, 'AWS::SQS::Queue').map(decideQueue),
  ],
};

function decideBucket(bucket: Resource): Finding {
  const [rule] = listOf(
    at(bucket.properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration'),
  );
  const algorithm = at(rule, 'ServerSideEncryptionByDefault', 'SSEAlgorithm');
  return decide(
    bucket,
    ['AES256', 'aws:kms', 'aws:kms:dsse'].includes(String(algorithm)),
    show('SSEAlgorithm', algorithm),
    'Set encryption: BucketEncryption.S3_MANAGED, or a KMS key of your own.',
  );
}

function decideQueue(queue: Resource): Finding {
  const { SqsManagedSseEnabled: isManaged, KmsMasterKeyId: key } = queue.properties;
  return decide(
    queue,
    isManaged === true || key !== undefined,
    key === undefined ? show('SqsManagedSseEnabled', isManaged) : show('KmsMasterKeyId', key),
    'Set encryption: QueueEncryption.SQS_MANAGED, or a KMS key of your own.',
  );
}

export const keptForGood: Check = {
  id: 'retention',
  title: 'Data is kept when its stack is deleted',
  examine: (all) => [
    ...ofType(
      all,
      'AWS::S3::Bucket',
      'AWS::SQS::Queue',
      'AWS::Cognito::UserPool',
      'AWS::Logs::LogGroup',
      ...tables,
    ).map((resource) =>
      isFilledByRelease(all, resource)
        ? except(resource, 'holds what a deployment brings back')
        : decideRetained(resource),
    ),
    ...ofType(all, ...tables).flatMap(decideTable),
    ...ofType(all, 'AWS::Cognito::UserPool').map(decideUserPool),
  ],
};

const isFilledByRelease = (all: readonly Resource[], { stack, logicalId }: Resource) =>
  ofType(all, 'Custom::CDKBucketDeployment').some(
    (deployment) =>
      deployment.stack === stack &&
      referencesIn(deployment.properties.DestinationBucketName).includes(logicalId),
  );

const decideRetained = (resource: Resource): Finding =>
  decide(
    resource,
    /^Retain(ExceptOnCreate)?$/.test(resource.deletionPolicy ?? '') &&
      resource.updateReplacePolicy === 'Retain',
    `${show('DeletionPolicy', resource.deletionPolicy)}, ${show('UpdateReplacePolicy', resource.updateReplacePolicy)}`,
    'Set removalPolicy: RemovalPolicy.RETAIN on it.',
  );

function decideTable({ properties, ...table }: Resource): readonly Finding[] {
  // A global table says it for each replica, a table once.
  const copies = table.type === 'AWS::DynamoDB::Table' ? [properties] : listOf(properties.Replicas);
  return copies.flatMap((copy) => {
    const isProtected = at(copy, 'DeletionProtectionEnabled');
    const canRecover = at(copy, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled');
    return [
      decide(
        table,
        isProtected === true,
        show('DeletionProtectionEnabled', isProtected),
        'Set deletionProtection: true on the table.',
      ),
      decide(
        table,
        canRecover === true,
        show('PointInTimeRecoveryEnabled', canRecover),
        'Set pointInTimeRecoverySpecification on the table.',
      ),
    ];
  });
}

const decideUserPool = (pool: Resource): Finding =>
  decide(
    pool,
    pool.properties.DeletionProtection === 'ACTIVE',
    show('DeletionProtection', pool.properties.DeletionProtection),
    'Set deletionProtection: true on the user pool.',
  );
