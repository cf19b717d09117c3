// A backend with records of its own, orders, to which people attach files. The page uploads with @airlock/client and then names
// the file here; a file is attached once Airlock has validated it.
import { AirlockRefusal, createAirlock } from '@airlock/client';
import express from 'express';

const { AIRLOCK_API: api, PORT: port = '3000' } = process.env;

/** Orders by their number; a database in a real app. */
const orders = new Map([['1001', { attachments: [] }]]);

const app = express();
app.use(express.json());

app.get('/orders/:number', (request, response) => {
  const order = orders.get(request.params.number);
  if (!order) return response.status(404).end();
  response.json(order);
});

app.post('/orders/:number/attachments', async (request, response) => {
  const order = orders.get(request.params.number);
  if (!order) return response.status(404).end();
  // The caller's own token: Airlock answers only for files that this person may read.
  const token = request.get('authorization')?.replace(/^Bearer /, '') ?? '';
  const airlock = createAirlock({ api, getToken: () => token });
  try {
    const file = await validated(airlock, request.body.fileId);
    if (file.status !== 'ready') return response.status(422).json({ reason: file.verdict?.reason });
    const { id, filename, contentType, size } = file;
    order.attachments.push({ id, filename, contentType, size });
    response.status(201).json(order);
  } catch (error) {
    if (error instanceof AirlockRefusal) return response.status(error.details.status).end();
    throw error;
  }
});

/** The file once it is validated; what the page says about it does not count. */
async function validated(airlock, fileId) {
  for (;;) {
    const file = await airlock.get(fileId);
    if (file.status !== 'pending') return file;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

const server = app.listen(Number(port), '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}`);
});
