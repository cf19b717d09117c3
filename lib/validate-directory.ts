// Checks the part of the configuration about the directory of people.
import { z } from 'zod';
import { object } from './config-fields.ts';
import { parameterName } from './config-names.ts';
import { postedUrl } from './validate-events.ts';

/** The directory: `auth.directory`. */
export const directory = z.discriminatedUnion(
  'engine',
  [
    object({ engine: z.literal('cognito') }),
    object({
      engine: z.literal('endpoint'),
      url: postedUrl,
      secretParameter: parameterName,
    }),
  ],
  {
    error:
      "is none of the directories; expected { engine: 'cognito' } or { engine: 'endpoint', url, secretParameter }",
  },
);
