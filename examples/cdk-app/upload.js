// node upload.js <api> <token> <file> <collection>: uploads a file and prints its record once it is validated.
import { createAirlock } from '@airlock/client';
import { fileSource } from '@airlock/client/node';

const [api, token, path, collection] = process.argv.slice(2);
const airlock = createAirlock({ api, getToken: () => token });
const file = await airlock.upload(await fileSource(path), { collection });
console.log(JSON.stringify(file));
