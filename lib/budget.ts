// A budget of AWS Budgets that mails when the account's costs of a month come near an amount.
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Construct } from 'constructs';
import type { Operations } from '../lambdas/config/operations-config.ts';

/** Creates the budget. CloudFormation chooses its name, which must be unique in the account. */
export function createBudget(
  scope: Construct,
  { usdPerMonth, emails }: NonNullable<Operations['budget']>,
): void {
  const subscribers = emails.map((address) => ({ subscriptionType: 'EMAIL', address }));
  const mailAt = (notificationType: 'ACTUAL' | 'FORECASTED', percent: number) => ({
    notification: {
      notificationType,
      comparisonOperator: 'GREATER_THAN',
      threshold: percent,
      thresholdType: 'PERCENTAGE',
    },
    subscribers,
  });
  new CfnBudget(scope, 'Budget', {
    budget: {
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: usdPerMonth, unit: 'USD' },
    },
    notificationsWithSubscribers: [mailAt('ACTUAL', 80), mailAt('FORECASTED', 100)],
  });
}
