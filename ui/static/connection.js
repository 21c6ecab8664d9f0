// The page's socket, watched. A connection can die without a close (a laptop that sleeps, a network that swallows
// everything), and the browser would not notice for minutes: so the server is asked now and then, and has to answer.
// ReactPy's client tells nobody about its socket, but makes it from window.WebSocket, which is ours.

const PING = "ping"; // ui/mount.py answers
const PONG = "pong";
const INTERIM = '{"type":"interim-beacon"'; // what ui/interim_beacon.py tells begins so
const QUIET_FOR = 5000; // ms without a word from the server, until it is asked
const FRESH_FOR = 1000; // ms for which a word from the server is good enough
const ANSWERS_WITHIN = 4000; // ms
const ANSWERS_AWAKE_WITHIN = 2000; // ms, when something makes us doubt the connection
const OPENS_WITHIN = 2000; // ms at first; a slow network is given more each time
const OPENS_AT_LAST_WITHIN = 6000; // ms
// A server that is back is found within a second (tests/benchmarks/reconnecting.py measures it). Each page tries at
// moments of its own: give or take a quarter, and from the start anywhere in the first pause.
const TRIED_EVERY = 800; // ms
// Then the socket tries for itself, since not everything in between may let requests through; but ever more rarely,
// because Chromium delays the sockets of a page of which 16 have failed within some minutes.
const MOST_TRIES = 10;
const LONGEST_PAUSE = 3000; // ms between connections that the server takes and then closes

const Plain = window.WebSocket;
let listener;
let editorId;
let current = null;
let unopened = 0; // sockets in a row that did not open
let unused = 0; // sockets in a row that brought no page
let hasConnected = false;
let wake = () => undefined;

class WatchedSocket extends Plain {
  #timer = 0;
  #heardAt = 0;
  #isAsked = false;
  #isOver = false;

  constructor(address) {
    const whose = new URL(address, location.href);
    whose.searchParams.set("editor", editorId);
    super(whose);
    current = this;
    // Ours come before ReactPy's, so they can keep an event from it.
    this.addEventListener("open", (event) => this.#opened(event));
    this.addEventListener("message", (event) => this.#heard(event));
    this.addEventListener("close", (event) => this.#closed(event));
    this.#after(Math.min(OPENS_WITHIN * 1.5 ** unopened++, OPENS_AT_LAST_WITHIN), () => this.#giveUp());
  }

  send(message) {
    super.send(message);
    if (performance.now() - this.#heardAt > FRESH_FOR) this.ask();
  }

  // Something has changed: the network, or whether anybody looks.
  check() {
    if (this.readyState === Plain.CONNECTING && hasConnected) this.#giveUp();
    else this.ask(ANSWERS_AWAKE_WITHIN);
  }

  ask(within = ANSWERS_WITHIN) {
    if (this.#isOver || this.readyState !== Plain.OPEN) return;
    if (this.#isAsked && within === ANSWERS_WITHIN) return;
    if (!this.#isAsked) super.send(PING);
    this.#isAsked = true;
    this.#after(within, () => this.#giveUp());
  }

  // One timer at a time, set anew by what the server says. A hidden page's timers that set each other run but once a
  // minute; one that an event sets runs in time.
  #after(ms, act) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, ms);
  }

  #opened(event) {
    if (this.#isOver) return event.stopImmediatePropagation();
    hasConnected = true;
    unopened = 0;
    unused++;
    this.ask();
  }

  #heard(event) {
    const isForReactPy = event.data !== PONG && !event.data.startsWith(INTERIM);
    // What a connection given up still brings belongs to a page that the server has forgotten.
    if (this.#isOver || !isForReactPy) event.stopImmediatePropagation();
    if (this.#isOver) return;
    this.#heardAt = performance.now();
    this.#isAsked = false;
    this.#after(QUIET_FOR, () => this.ask());
    if (isForReactPy) {
      unused = 0;
      listener.updated();
    } else if (event.data !== PONG) listener.told(JSON.parse(event.data));
  }

  #giveUp() {
    this.close();
    // The close itself would wait for an answer from the other side for a minute.
    this.dispatchEvent(new CloseEvent("close", { code: 1006 }));
  }

  // ReactPy hears of the close when the server is there again, and connects at once. Left to itself it would try again
  // and again, and Chromium makes a page wait for seconds whose connections fail often.
  async #closed(event) {
    event.stopImmediatePropagation();
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    if (!listener.closed(event.code)) return;
    await serverIsBack();
    // ReactPy's client gives up when its very first connection fails.
    if (hasConnected) this.onclose?.(event);
    else location.reload();
  }
}

// A message in between, because timers that set each other run but once a minute in a hidden page.
const { port1, port2 } = new MessageChannel();
port2.onmessage = () => wake();

function pause(ms) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => port1.postMessage(""), ms);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

// A request may be sent over a connection that is as dead as the socket was. So silence says nothing, and the socket,
// which always takes a new connection, has to try.
async function serverIsBack() {
  await pause(Math.min(TRIED_EVERY * 1.5 ** unused, LONGEST_PAUSE) * Math.random());
  for (let tries = 0; tries < MOST_TRIES * (1 + unopened); tries++) {
    if (tries) await pause(TRIED_EVERY * (0.75 + Math.random() / 2));
    const options = { cache: "no-store", signal: AbortSignal.timeout(TRIED_EVERY) };
    const heard = await fetch("/health/live", options).catch((error) => error);
    if (heard.name === "TimeoutError" || heard.status < 500) return; // 500 and more: a proxy, for a server that is away
  }
}

function look() {
  current?.check();
  wake();
}

// `updated` is called with each update of the page, and `told(beacon)` with what the server says while the page waits
// for its turn; `closed(code)` when the connection is lost, and says whether to connect again. `editor` is the same for
// all connections of this page, and ui/mount.py reads it.
export function watchConnection({ editor, ...heard }) {
  listener = heard;
  editorId = editor;
  window.WebSocket = WatchedSocket;
  addEventListener("online", look);
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", () => document.hidden || look());
}
