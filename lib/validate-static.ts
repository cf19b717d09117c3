// Validates `static`: the directories to collect, and the patterns of exceptions.
import { z } from 'zod';
import { answer, list, object, publicPath, text } from './config-fields.ts';

const patterns = list(
  text('a pattern such as *.html or /legacy/**, without spaces around it', /^\S(.*\S)?$/),
  'patterns',
);

const source = object({
  directory: text('the path of a directory, relative to the project', /\S/),
  prefix: text(
    'a path such as blog or apps/blog: no slash at either end, no dots alone',
    /^(?!\.{1,2}(\/|$))[^/\\]+(\/(?!\.{1,2}(\/|$))[^/\\]+)*$/,
  ).optional(),
  keepOriginals: patterns.optional(),
});

/** Everything below `static`. */
export const staticFiles = object({
  sources: z
    .array(source, { error: answer('a list of sources, each with a directory') })
    .min(1, { error: "is empty; expected at least one source, such as { directory: 'site' }" }),
  publicPath,
  keepNames: patterns,
  hashed: patterns,
  verbatim: patterns,
  allowMissing: patterns,
  checkedScripts: patterns,
  ignore: patterns,
});
