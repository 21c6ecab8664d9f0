// The page's socket, watched. A connection can die without a close (a laptop that sleeps, a network that swallows
// everything), and the browser would not notice for minutes: so the server is asked now and then, and has to answer.
// ReactPy's client tells nobody about its socket, but makes it from window.WebSocket, which is ours.

const PING = "ping"; // ui/mount.py answers
const PONG = "pong";
const QUIET_FOR = 5000; // ms without a word from the server, until it is asked
const FRESH_FOR = 1000; // ms for which a word from the server is good enough
const ANSWERS_WITHIN = 4000; // ms
const OPENS_WITHIN = 5000; // ms
const TRIED_EVERY = 800; // ms, give or take a quarter, lest all pages come at once
const MOST_TRIES = 10; // then the socket tries for itself: not everything in between may let them through
const LONGEST_PAUSE = 3000; // ms between connections that fail although the server is there

const Plain = window.WebSocket;
let listener;
let current = null;
let failures = 0;
let hasConnected = false;
let wake = () => undefined;

class WatchedSocket extends Plain {
  #timer = 0;
  #heardAt = 0;
  #isAsked = false;
  #isOver = false;

  constructor(...address) {
    super(...address);
    current = this;
    // Ours come before ReactPy's, so they can keep an event from it.
    this.addEventListener("open", (event) => this.#opened(event));
    this.addEventListener("message", (event) => this.#heard(event));
    this.addEventListener("close", (event) => this.#closed(event));
    this.#after(OPENS_WITHIN, () => this.#giveUp());
  }

  send(message) {
    super.send(message);
    if (performance.now() - this.#heardAt > FRESH_FOR) this.ask();
  }

  ask() {
    if (this.#isAsked || this.#isOver || this.readyState !== Plain.OPEN) return;
    this.#isAsked = true;
    super.send(PING);
    this.#after(ANSWERS_WITHIN, () => this.#giveUp());
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
    this.ask();
  }

  #heard(event) {
    // What a connection given up still brings belongs to a page that the server has forgotten.
    if (this.#isOver || event.data === PONG) event.stopImmediatePropagation();
    if (this.#isOver) return;
    this.#heardAt = performance.now();
    this.#isAsked = false;
    this.#after(QUIET_FOR, () => this.ask());
    if (event.data !== PONG) {
      failures = 0;
      listener.updated();
    }
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

async function serverIsBack() {
  let wait = Math.min(TRIED_EVERY * 1.5 ** failures++, LONGEST_PAUSE);
  let isBack = false;
  const hear = (answer) => {
    if (answer.status >= 500) return; // a proxy, for a server that is away
    isBack = true;
    wake();
  };
  for (let tries = 0; !isBack && tries < MOST_TRIES; tries++) {
    await pause(wait * (0.75 + Math.random() / 2));
    wait = TRIED_EVERY;
    // One that is swallowed keeps no other waiting: several are under way, fewer than a browser's six for a host.
    const signal = AbortSignal.timeout(3 * TRIED_EVERY);
    fetch("/health/live", { cache: "no-store", signal }).then(hear, () => undefined);
  }
}

function look() {
  current?.ask();
  wake();
}

// `updated` is called with each update of the page; `closed(code)` when the connection is lost, and says whether to
// connect again.
export function watchConnection(heard) {
  listener = heard;
  window.WebSocket = WatchedSocket;
  addEventListener("online", look);
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", () => document.hidden || look());
}
