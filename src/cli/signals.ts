/** The signals with which a person, a supervisor or a closed terminal ends a program. */
const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

type EndingSignal = (typeof endingSignals)[number];
/** What is to be done before a signal ends the program. */
type Cleanup = () => Promise<void> | void;

const holds = new Set<Cleanup>();
let isEnding = false;

/**
 * Keeps a signal from ending the program in the midst of work that leaves something behind. While nothing holds them,
 * signals end the program at once, as the system does it. Returns the function that lets go.
 *
 * @param cleanup what a signal that comes meanwhile does first; work that lasts one turn of the event loop needs none
 */
export function holdSignals(cleanup: Cleanup = () => undefined): () => void {
  const hold: Cleanup = () => cleanup();
  if (holds.size === 0) for (const signal of endingSignals) process.on(signal, end);
  holds.add(hold);
  return () => {
    // A signal is told at the next turn of the event loop, not before; within the first the loop may be past that.
    setImmediate(() => setImmediate(() => { letGo(hold); }));
  };
}

/**
 * Runs work that a signal is to stop in an orderly way: it gets the news as an abort, and the program ends by the signal
 * when the work has ended.
 */
export async function stoppedBySignals<Result>(work: (stop: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  // Before the work begins, which may start programs at once.
  const letGoAfter = holdSignals(async () => {
    stop.abort();
    await Promise.allSettled([running]);
  });
  const running = work(stop.signal);
  const [outcome] = await Promise.allSettled([running]);
  // What the work says of its end by a signal is of no interest, and the program is about to end.
  if (stop.signal.aborted) await new Promise(() => undefined);
  letGoAfter();
  if (outcome.status === "rejected") throw outcome.reason;
  return outcome.value;
}

function letGo(hold: Cleanup): void {
  holds.delete(hold);
  if (holds.size === 0) stopListening();
}

function stopListening(): void {
  for (const signal of endingSignals) process.off(signal, end);
}

/** Ends the program by the signal itself, so that a shell sees 128 and its number; a second signal waits for nothing. */
function end(signal: EndingSignal): void {
  const cleanups = isEnding ? [] : [...holds];
  isEnding = true;
  const endNow = (): void => {
    stopListening();
    process.kill(process.pid, signal);
  };
  if (cleanups.length === 0) endNow();
  else void Promise.allSettled(cleanups.map(async (cleanup) => cleanup())).then(endNow);
}
