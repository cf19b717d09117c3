// Checks the part of the configuration about the directory of people.
import { z } from 'zod';
import { object, text } from './config-fields.ts';
import { postedUrl } from './validate-events.ts';

/** The directory: `auth.directory`. */
export const directory = z.discriminatedUnion(
  'engine',
  [
    object({ engine: z.literal('cognito') }),
    object({
      engine: z.literal('endpoint'),
      url: postedUrl,
      // Parameter names are paths of up to 15 levels (Systems Manager user guide, "Parameter name requirements").
      secretParameter: text(
        'the name of an SSM parameter such as /app/directory: a slash, then letters, digits, dots, hyphens and slashes',
        /^\/[\w./-]{1,500}$/,
      ),
    }),
  ],
  {
    error:
      "is none of the directories; expected { engine: 'cognito' } or { engine: 'endpoint', url, secretParameter }",
  },
);
