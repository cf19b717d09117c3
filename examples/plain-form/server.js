// A backend that renders plain HTML: its page uploads to S3 without a script, and S3 leads the browser back to a page with the status.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { AirlockRefusal, createAirlock } from '@airlock/client';
import { createUploadForms, renderUploadForm } from '@airlock/client/node';

const { AIRLOCK_API: api = '', AIRLOCK_TOKEN: token = '', PORT: port = '3000' } = process.env;
// One of the `origins` of airlock.config.ts.
const { ORIGIN: origin = `http://127.0.0.1:${port}` } = process.env;
// In a real app the token of a service, and `owner` below.
const connection = { api, getToken: () => token };
const airlock = createAirlock(connection);
const forms = createUploadForms(connection);

/** The page with the form. A page that is loaded again has the same form, until its file has arrived or it has expired. */
async function showForm(visitor, response) {
  const draft = visitor.draft ?? randomUUID();
  const { form } = await forms.issue(
    {
      collection: 'documents',
      maxBytes: 1024 ** 2,
      redirectTo: `${origin}/status`,
      metadata: { visitor: visitor.id },
    },
    { idempotencyKey: draft },
  );
  if (!form) return showForm({ ...visitor, draft: undefined }, response);
  const title = 'Send us a document';
  const body = `<p>At most 1 MiB. The form is good until ${form.expiresAt}.</p>
${renderUploadForm(form, { label: 'Document', button: 'Send' })}`;
  send(response, {
    title,
    body,
    storage: new URL(form.url).origin,
    visitor: { ...visitor, draft },
  });
}

/** The page that S3 leads to. Anybody can open it with any id, so that it shows the files of this visitor alone. */
async function showStatus(visitor, id, response) {
  const file = await airlock.get(id);
  if (file.metadata?.visitor !== visitor.id) return showNothing(response);
  const again = '<p><a href="/">Send another document</a></p>';
  if (file.status === 'pending') {
    const body = '<p>Your document has arrived and is being checked.</p>';
    return send(response, { title: 'One moment', body, refreshSeconds: 1 });
  }
  if (file.status === 'rejected') {
    const body = `<p>${escaped(file.verdict?.detail ?? '')}</p>${again}`;
    return send(response, { title: 'Your document was rejected', body });
  }
  const body = `<p>${escaped(file.filename)}, ${file.size} bytes</p>${again}`;
  send(response, { title: 'Your document is ready', body });
}

function showNothing(response) {
  send(response, { title: 'There is no such document', body: '', status: 404 });
}

function send(
  response,
  { title, body, status = 200, storage = '', visitor = undefined, refreshSeconds = undefined },
) {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    // Forms lead to S3, which leads back here.
    'content-security-policy': `default-src 'none'; form-action 'self' ${storage}`,
    'cache-control': 'no-store',
    ...(visitor && {
      'set-cookie': [
        `visitor=${visitor.id}; Path=/; HttpOnly; SameSite=Lax`,
        `draft=${visitor.draft}; Path=/; HttpOnly; SameSite=Lax`,
      ],
    }),
  });
  const refresh = refreshSeconds ? `<meta http-equiv="refresh" content="${refreshSeconds}">` : '';
  response.end(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title>${refresh}</head>
<body><h1>${title}</h1>
${body}
</body>
</html>`);
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The cookies of a request; a visitor without them is a new one. */
function visitorOf({ headers }) {
  const cookies = new Map(
    (headers.cookie ?? '').split(';').map((cookie) => cookie.trim().split('=', 2)),
  );
  return { id: cookies.get('visitor') ?? randomUUID(), draft: cookies.get('draft') };
}

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', origin);
  try {
    if (pathname === '/') await showForm(visitorOf(request), response);
    else if (pathname !== '/status') showNothing(response);
    else await showStatus(visitorOf(request), searchParams.get('fileId') ?? '', response);
  } catch (error) {
    if (error instanceof AirlockRefusal && error.code === 'not_found') return showNothing(response);
    console.error(error);
    send(response, { title: 'Try again later', body: '', status: 503 });
  }
});
server.listen(Number(port), '127.0.0.1', () => {
  console.log(`Listening on ${origin}`);
});
