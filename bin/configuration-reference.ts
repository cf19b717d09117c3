// What `npm run docs` runs: writes the reference of airlock.config.ts into docs/configuration.md.
import { writeConfigurationReference } from '../lib/configuration-reference.ts';

writeConfigurationReference();
