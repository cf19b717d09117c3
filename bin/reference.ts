// `npm run docs`: generates the references of configuration, API and errors from the sources.
import { writeApiDescription } from '../lib/api-description.ts';
import { writeConfigurationReference } from '../lib/configuration-reference.ts';
import { writeErrorReference } from '../lib/error-reference.ts';

writeConfigurationReference();
writeApiDescription();
writeErrorReference();
