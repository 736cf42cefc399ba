// The simulator's control API, and whether it answers.

const PATIENCE = 60_000; // ms; a long poll holds for 25 s, a jump of the clock may take longer and has its own
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8_000;

/** The simulator said no, in its words. */
export class Refused extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

/** Nobody answered. */
export class Unreachable extends Error {}

/** Fires `gone` when the simulator stops answering and `back` when it does again. */
export class Control extends EventTarget {
  #answers = true;

  get(path, patience = PATIENCE) {
    return this.#ask(path, {}, patience);
  }

  post(path, body = {}, patience = PATIENCE) {
    const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    return this.#ask(path, request, patience);
  }

  /** Runs `round` for ever; after a failure it waits, longer each time, or until the page is looked at again. */
  async keepDoing(round) {
    let pause = FIRST_PAUSE;
    for (;;) {
      try {
        await round();
        pause = FIRST_PAUSE;
      } catch (error) {
        if (!(error instanceof Unreachable)) reportError(error); // in the console; the page goes on
        await waited(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
    }
  }

  async #ask(path, request, patience) {
    const response = await this.#fetched(path, { ...request, signal: AbortSignal.timeout(patience) });
    const answer = await response.json().catch(() => null); // cut off, or an error page of somebody else's
    if (!response.ok) throw new Refused(response.status, answer?.error ?? response.statusText);
    if (answer === null) throw new Unreachable("cut off");
    return answer;
  }

  async #fetched(path, request) {
    try {
      const response = await fetch(`control/${path}`, { cache: "no-store", ...request });
      this.#heard(true);
      return response;
    } catch (error) {
      this.#heard(false);
      throw new Unreachable(error.message);
    }
  }

  #heard(answers) {
    if (answers === this.#answers) return;
    this.#answers = answers;
    this.dispatchEvent(new Event(answers ? "back" : "gone"));
  }
}

function waited(pause) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", done);
      resolve();
    };
    const timer = setTimeout(done, pause);
    document.addEventListener("visibilitychange", done);
  });
}
