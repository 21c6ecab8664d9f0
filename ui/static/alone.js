// Do something in one tab of this browser only; when that tab is closed, or crashes, the next takes over.

const LEASE = 5000; // ms after which a tab that says nothing more counts as gone
const RENEWED_EVERY = 1000; // ms, which a browser grants to hidden tabs too
const SETTLES_IN = 150; // ms in which several tabs that want to begin at once see each other's names

// `act(signal)` is done, here or in another tab, until `signal` is aborted.
export function alone(name, signal, act) {
  if (!navigator.locks) return leased(`callbeacon-lease-${name}`, signal, act);
  return navigator.locks.request(`callbeacon-${name}`, { signal }, () => act(signal)).catch((error) => {
    if (error.name !== "AbortError") throw error;
  });
}

// --- On plain http there are no locks. A name in localStorage, which has to be renewed, does it too.

const ME = String(Math.random());

export function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

function holder(key) {
  const [name, until] = (localStorage.getItem(key) ?? "").split(" ");
  return Number(until) > Date.now() ? name : "";
}

const hold = (key) => localStorage.setItem(key, `${ME} ${Date.now() + LEASE}`);

function release(key) {
  if (holder(key) === ME) localStorage.removeItem(key);
}

async function took(key, signal) {
  if (holder(key)) return false;
  hold(key);
  await pause(SETTLES_IN, signal); // of several the last one to write stays
  return holder(key) === ME;
}

async function leased(key, signal, act) {
  const leave = () => release(key);
  addEventListener("pagehide", leave);
  while (!signal.aborted) {
    if (await took(key, signal)) await whileHeld(key, signal, act);
    else await pause(RENEWED_EVERY, signal);
  }
  release(key);
  removeEventListener("pagehide", leave);
}

// Another tab has taken over when this one was frozen for so long that it counted as gone.
async function whileHeld(key, signal, act) {
  const isLost = new AbortController();
  const renewing = setInterval(() => (holder(key) === ME ? hold(key) : isLost.abort()), RENEWED_EVERY);
  await act(AbortSignal.any([signal, isLost.signal]));
  clearInterval(renewing);
}
