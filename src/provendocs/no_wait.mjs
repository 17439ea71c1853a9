// Loaded into node before a snippet: a pause of less than five seconds that an installed package makes passes at once,
// as pauses do in Python runs. A pause is a timer that is set by a function or in a file called "sleep". Timers that
// limit how long something may take, those of node itself and those of the snippet keep their time.
const wait = globalThis.setTimeout;

const isPause = (caller) => caller.includes("/node_modules/") && /\bsleep\b/.test(caller);

globalThis.setTimeout = (call, milliseconds, ...rest) => {
  const callers = new Error().stack.split("\n").slice(2, 5);
  return wait(call, milliseconds < 5000 && callers.some(isPause) ? 0 : milliseconds, ...rest);
};
Object.defineProperties(globalThis.setTimeout, Object.getOwnPropertyDescriptors(wait));
