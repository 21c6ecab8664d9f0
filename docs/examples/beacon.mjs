// Follow a user's beacon: node beacon.mjs LOGIN. It needs: npm install graphql-ws ws
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const { CALLBEACON_URL, CALLBEACON_TOKEN } = process.env;
const client = createClient({
  url: `${CALLBEACON_URL.replace(/^http/, 'ws')}/graphql`,
  webSocketImpl: WebSocket,
  connectionParams: { Authorization: `Bearer ${CALLBEACON_TOKEN}` },
});
const states = client.iterate({
  query: `subscription ($login: String!) {
    beacon(loginName: $login) { status phoneNumber callReason { name } }
  }`,
  variables: { login: process.argv[2] },
});
for await (const { data, errors } of states) {
  if (errors) throw new Error(errors[0].message);
  const { status, phoneNumber, callReason } = data.beacon;
  console.log(status, phoneNumber ?? '-', callReason?.name ?? '-');
}
