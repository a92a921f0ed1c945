// Which of several tabs works on a lesson: a Web Lock, and a channel on which another tab asks for it.

const held = new Map();

function request(name, options, asked) {
  return new Promise((resolve) => {
    navigator.locks
      .request(name, options, (lock) => {
        resolve(lock !== null);
        if (lock === null) return undefined;
        return new Promise((release) => held.set(name, { release, asked }));
      })
      .catch(() => {
        // Given up waiting, or another tab has taken it without waiting for this one.
        if (held.get(name)?.asked === asked) {
          held.delete(name);
          asked();
        }
        resolve(false);
      });
  });
}

function listen(name) {
  const channel = new BroadcastChannel(name);
  channel.onmessage = async () => {
    const mine = held.get(name);
    if (!mine) return;
    held.delete(name);
    await mine.asked();
    mine.release();
  };
  return channel;
}

const channels = new Map();

function channel(name) {
  if (!channels.has(name)) channels.set(name, listen(name));
  return channels.get(name);
}

/**
 * Holds a lock until the document goes or another one asks for it; false when another document holds it.
 * `asked` is called when it is asked for, and may return a promise of having put everything away.
 */
export async function holdLock(name, asked) {
  if (!navigator.locks) return true;
  channel(name);
  if (held.has(name)) {
    held.get(name).asked = asked;
    return true;
  }
  if (await request(name, { ifAvailable: true }, asked)) return true;
  // A page that was just left may still be going.
  await new Promise((resolve) => setTimeout(resolve, 400));
  return request(name, { ifAvailable: true }, asked);
}

/** Asks whoever holds a lock for it, and takes it from a document that does not answer. */
export async function takeLock(name, asked) {
  if (!navigator.locks) return true;
  channel(name).postMessage("mine?");
  const patience = AbortSignal.timeout(3000);
  if (await request(name, { signal: patience }, asked)) return true;
  return request(name, { steal: true }, asked);
}

/** Lets a lock go. */
export function dropLock(name) {
  const mine = held.get(name);
  held.delete(name);
  mine?.release();
}
