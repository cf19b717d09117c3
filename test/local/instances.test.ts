// An app with other resources beside its Airlocks: the local cloud runs one of them, and what that one invokes.
import { describe, expect, it } from 'vitest';
import type { Assembly, ResourceDefinition } from '../../local/template/assembly.ts';
import { markers, selectInstance } from '../../local/template/instances.ts';

const at = (path: string, Type: string, more: Partial<ResourceDefinition> = {}) => ({
  Type,
  ...more,
  Metadata: { 'aws:cdk:path': path, ...more.Metadata },
});

const airlockAt = (path: string, id: string): Record<string, ResourceDefinition> => ({
  [`${id}Files`]: at(`${path}/Files/Resource`, 'AWS::DynamoDB::GlobalTable', {
    Metadata: { [markers.airlock]: id },
  }),
  [`${id}Bucket`]: at(`${path}/MediaBucket/Resource`, 'AWS::S3::Bucket'),
});

const assemblyOf = (Resources: Record<string, ResourceDefinition>): Assembly => ({
  stacks: [{ name: 'Shop', template: { Resources } }],
  assets: new Map(),
});

const code = { S3Key: 'code.zip' };

describe('of an app with one Airlock', () => {
  const others = {
    Orders: at('Shop/Orders/Resource', 'AWS::DynamoDB::GlobalTable'),
    Mail: at('Shop/Mail/Resource', 'AWS::SES::Template'),
    MailLogs: at('Shop/MailLogs/Resource', 'AWS::Logs::LogGroup'),
    Ready: at('Shop/Uploads/OnReady/Resource', 'AWS::Events::Rule', {
      Properties: { Targets: [{ Arn: { 'Fn::GetAtt': ['Attach', 'Arn'] } }] },
    }),
    Attach: at('Shop/Attach/Resource', 'AWS::Lambda::Function', {
      Properties: {
        Runtime: 'nodejs24.x',
        Code: code,
        Role: { 'Fn::GetAtt': ['AttachRole', 'Arn'] },
      },
    }),
    AttachRole: at('Shop/Attach/Role/Resource', 'AWS::IAM::Role'),
    AttachPolicy: at('Shop/Attach/Role/DefaultPolicy/Resource', 'AWS::IAM::Policy', {
      Properties: { Roles: [{ Ref: 'AttachRole' }] },
    }),
    Nightly: at('Shop/Nightly/Resource', 'AWS::Lambda::Function', {
      Properties: { Runtime: 'python3.13', Code: code },
    }),
  };
  const { isRun, leftOut } = selectInstance(
    assemblyOf({ ...airlockAt('Shop/Uploads', 'Uploads'), ...others }),
  );

  it.each(['UploadsFiles', 'UploadsBucket', 'Ready'])('%s is run, since it is part of it', (id) => {
    expect(isRun('Shop', id)).toBe(true);
  });

  it.each(['Attach', 'AttachRole', 'AttachPolicy'])(
    '%s is run, since a rule of the Airlock invokes that function',
    (id) => expect(isRun('Shop', id)).toBe(true),
  );

  it('every other resource is left out and named, except for those that do nothing here', () => {
    expect(leftOut).toEqual([
      'Orders (AWS::DynamoDB::GlobalTable)',
      'Mail (AWS::SES::Template)',
      'Nightly (AWS::Lambda::Function)',
    ]);
    for (const id of ['Orders', 'Mail', 'MailLogs', 'Nightly'])
      expect(isRun('Shop', id)).toBe(false);
  });
});

describe('of an app with several Airlocks', () => {
  const assembly = assemblyOf({
    ...airlockAt('Shop/Photos', 'Photos'),
    ...airlockAt('Shop/Contracts', 'Contracts'),
  });

  it('one has to be chosen', () => {
    expect(() => selectInstance(assembly)).toThrow(
      'The app has 2 Airlocks: Shop/Photos, Shop/Contracts. Choose one with --only.',
    );
    expect(() => selectInstance(assembly, 'Videos')).toThrow(
      '--only Videos names none, or several, of the Airlocks of the app: Shop/Photos, Shop/Contracts.',
    );
  });

  it.each(['Photos', 'Shop/Photos'])('--only %s runs that one alone', (only) => {
    const { isRun } = selectInstance(assembly, only);
    expect(isRun('Shop', 'PhotosFiles')).toBe(true);
    expect(isRun('Shop', 'ContractsFiles')).toBe(false);
  });
});

it('an app without an Airlock is refused', () => {
  const assembly = assemblyOf({ Orders: at('Shop/Orders/Resource', 'AWS::S3::Bucket') });
  expect(() => selectInstance(assembly)).toThrow('The app has no Airlock;');
});
