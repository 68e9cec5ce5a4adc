/* What changed, as the desk tells it; and doing one thing at a time. */

const RETRY_MS = 2000;

/**
 * Calls `onHint` for each hint, `onOpen` each time the line is there (again), `onLost` when it
 * broke. Reconnects for ever.
 */
export function follow(onHint, onOpen, onLost) {
  const source = new EventSource("/desk/events");
  source.addEventListener("message", (event) => onHint(JSON.parse(event.data)));
  source.addEventListener("open", onOpen);
  source.addEventListener("error", () => {
    onLost();
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    setTimeout(() => follow(onHint, onOpen, onLost), RETRY_MS);
  });
}

/**
 * `work` without overlap: calls that come while it runs make it run once more afterwards.
 * The promise is kept once a run that began after the call has ended.
 */
export function oneAtATime(work) {
  let running = null;
  let waiting = null;
  const run = () => {
    const mine = work().finally(() => {
      if (running === mine) running = null;
    });
    running = mine;
    return mine;
  };
  return () => {
    if (running === null) return run();
    waiting ??= running
      .catch(() => {})
      .then(() => {
        waiting = null;
        return run();
      });
    return waiting;
  };
}
