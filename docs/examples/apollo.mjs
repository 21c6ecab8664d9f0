// Follow one's own beacon with Apollo Client: node apollo.mjs.
// It needs: npm install @apollo/client graphql graphql-ws rxjs ws
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client/core';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition } from '@apollo/client/utilities';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const uri = `${process.env.CALLBEACON_URL}/graphql`;
const Authorization = `Bearer ${process.env.CALLBEACON_TOKEN}`;
const socket = createClient({
  url: uri.replace(/^http/, 'ws'),
  webSocketImpl: WebSocket,
  connectionParams: { Authorization },
});
const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: ApolloLink.split(
    ({ query }) => getMainDefinition(query).operation === 'subscription',
    new GraphQLWsLink(socket),
    new HttpLink({ uri, headers: { Authorization } }),
  ),
});

const { data } = await client.query({ query: gql`{ me { id loginName } }` });
console.log(data.me.loginName);
const beacon = client.subscribe({
  query: gql`subscription ($login: String!) {
    beacon(loginName: $login) { user { id } status phoneNumber }
  }`,
  variables: { login: data.me.loginName },
});
beacon.subscribe(({ data, error }) => {
  if (error) throw error;
  console.log(data.beacon.status, data.beacon.phoneNumber ?? '-');
});
