// Follow one's own beacon, or that of an agent of the team: node beacon.mjs [LOGIN].
// It needs: npm install graphql graphql-ws ws
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const { CALLBEACON_URL, CALLBEACON_TOKEN } = process.env;
const client = createClient({
  url: `${CALLBEACON_URL.replace(/^http/, 'ws')}/graphql`,
  webSocketImpl: WebSocket,
  connectionParams: { Authorization: `Bearer ${CALLBEACON_TOKEN}` },
});

async function* ask(query, variables) {
  for await (const { data, errors } of client.iterate({ query, variables })) {
    if (errors) throw new Error(errors[0].message);
    yield data;
  }
}

const { value } = await ask('{ me { loginName } }').next();
const states = ask(
  `subscription ($login: String!) {
    beacon(loginName: $login) { status phoneNumber callReason { name } }
  }`,
  { login: process.argv[2] ?? value.me.loginName },
);
for await (const { beacon } of states) {
  console.log(beacon.status, beacon.phoneNumber ?? '-', beacon.callReason?.name ?? '-');
}
