// At the edge, before the cache: which document answers a path that names no file. Runs in CloudFront's own JavaScript
// runtime 2.0, which takes one plain file; the stack puts the configured fronts into `fronts`, longest path first.
const fronts = FRONTS;

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls the function of this name.
function handler(event) {
  const request = event.request;
  const uri = request.uri;
  const bare = fronts.find(({ path }) => path === `${uri}/`);
  if (bare) return redirect(bare.path, request.querystring);

  // S3 reads a bare plus in a path as a blank.
  request.uri = uri.replace(/\+/g, '%2B');
  const front = fronts.find(({ path }) => uri.startsWith(path));
  if (!front || front.files.includes(uri)) return request;

  // What has a dot in its last part names a file: if that is missing, it stays missing.
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  if (name.includes('.')) return request;
  if (front.routing === 'single-page') request.uri = front.document;
  else if (name === '') request.uri = `${request.uri}index.html`;
  else return redirect(`${uri}/`, request.querystring);
  return request;
}

// Relative links of a folder's document only work with the slash.
function redirect(path, querystring) {
  const query = Object.keys(querystring)
    .flatMap((name) =>
      (querystring[name].multiValue || [querystring[name]]).map(({ value }) =>
        value ? `${name}=${value}` : name,
      ),
    )
    .join('&');
  // Two slashes in front would name another host.
  const location = path.replace(/^\/+/, '/') + (query ? `?${query}` : '');
  return {
    statusCode: 302,
    statusDescription: 'Found',
    headers: { location: { value: location }, 'cache-control': { value: 'no-cache' } },
  };
}
