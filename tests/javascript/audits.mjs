// Run the server audits of graphql-http against the URL and with the token that are given; print them as JSON.
import { auditServer } from 'graphql-http';

const [url, token] = process.argv.slice(2);
const results = await auditServer({
  url,
  fetchFn: (address, options = {}) =>
    fetch(address, {
      ...options,
      headers: { ...options.headers, authorization: `Bearer ${token}` },
    }),
});
console.log(JSON.stringify(results.map(({ id, name, status, reason }) => ({ id, name, status, reason }))));
