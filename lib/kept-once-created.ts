// Keeps resources with data when their stack is deleted, but not when the deployment that creates them fails.
import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * `DeletionPolicy: RetainExceptOnCreate`: a first deployment that is rolled back deletes what it created, which is still
 * empty, so that the next one leaves nothing behind. In every other case the resource is kept.
 */
export const keptOnceCreated = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
