// Starts GraphiQL with the session of the page: queries by POST, subscriptions over one WebSocket.
// What was asked is kept for this tab alone, since a variable may be somebody's number.
const { GraphiQL, React, ReactDOM, graphqlWs } = globalThis;
const place = document.getElementById("graphiql");
const url = new URL("/graphql", location.href);
const socketUrl = new URL(url);
socketUrl.protocol = url.protocol.replace("http", "ws");

// The name by which its dialogs look for the nonce of their style element.
globalThis.__webpack_nonce__ = place.dataset.nonce;

const kept = () => {
  const theme = document.documentElement.dataset.theme;
  return ["light", "dark"].includes(theme) ? theme : undefined;
};

const home = React.createElement("a", { href: "/" }, place.dataset.product);
const workbench = React.createElement(
  GraphiQL,
  {
    fetcher: GraphiQL.createFetcher({
      url: url.href,
      wsClient: graphqlWs.createClient({ url: socketUrl.href }),
    }),
    defaultQuery: place.dataset.example,
    forcedTheme: kept(),
    isHeadersEditorEnabled: false,
    storage: sessionStorage,
  },
  React.createElement(GraphiQL.Logo, null, home),
);
ReactDOM.createRoot(place).render(workbench);
