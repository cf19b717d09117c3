// A backend with records of its own, orders, to which people attach files. The page uploads with the number of the order as metadata;
// once Airlock has validated the file, its webhook reports it here. The id that is stored stays when the file is replaced.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import express from 'express';
import { Webhook } from 'standardwebhooks';

const {
  AIRLOCK_WEBHOOK_SECRET: secret = '',
  ORDERS_FILE: ordersFile = 'orders.json',
  PORT: port = '3000',
} = process.env;
const webhook = new Webhook(secret);

/** Orders by their number, kept in a file; a database in a real app. */
const orders = new Map(
  existsSync(ordersFile)
    ? JSON.parse(readFileSync(ordersFile, 'utf8'))
    : [['1001', { owner: 'alice', attachments: {} }]],
);

function save() {
  writeFileSync(`${ordersFile}.new`, JSON.stringify([...orders]));
  renameSync(`${ordersFile}.new`, ordersFile);
}

const app = express();

app.get('/orders/:number', (request, response) => {
  const order = orders.get(request.params.number);
  if (!order) return response.status(404).end();
  response.json(order);
});

// The signature is of the text as it was sent.
app.post('/hooks/airlock', express.text({ type: 'application/json' }), (request, response) => {
  let event;
  try {
    event = webhook.verify(request.body, request.headers).data;
  } catch {
    return response.status(401).end();
  }
  if (event.type === 'FileReady' || event.type === 'FileReplaced') attach(event);
  response.status(204).end();
});

function attach({ sequence, file }) {
  const { id, owner, version, filename, contentType, size, metadata } = file;
  const order = orders.get(metadata?.order);
  // Metadata are the uploader's words: only the owner of the order attaches files to it.
  if (order?.owner !== owner) return;
  // An event may arrive twice, and after a later one.
  if (sequence <= (order.attachments[id]?.sequence ?? '')) return;
  order.attachments[id] = { version, filename, contentType, size, sequence };
  save();
}

const server = app.listen(Number(port), '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}`);
});
