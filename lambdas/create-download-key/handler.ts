// Wires CloudFormation's custom resource to SSM.

import { connectSsm } from '../aws/connect.ts';
import { customResource } from '../aws/events/custom-resource.ts';
import { findSecretWith, keepSecretWith, removeSecretWith } from '../aws/secret-parameters.ts';
import { createDownloadKey } from './create-download-key.ts';

const ssm = connectSsm();

const create = createDownloadKey({
  findPrivateKey: findSecretWith(ssm),
  keepPrivateKey: keepSecretWith(ssm),
  removePrivateKey: removeSecretWith(ssm),
});

export const handler = customResource(async ({ isDeleted, properties, physicalId }) => {
  // What is deleted is the parameter that was made, whatever the properties say by now.
  const name = isDeleted ? physicalId : (properties.ParameterName ?? '');
  const publicKey = await create({ name, shouldExist: !isDeleted });
  return { physicalId: name, attributes: publicKey ? { PublicKey: publicKey } : {} };
});
