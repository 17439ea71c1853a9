// Loaded into node before a snippet, so that it spends no time on what teaches nothing.
import { existsSync } from "node:fs";
import { registerHooks } from "node:module";

// A pause of less than five seconds that an installed package makes passes at once, as pauses do in Python runs. A
// pause is a timer that is set by a function or in a file called "sleep". Timers that limit how long something may
// take, those of node itself and those of the snippet keep their time.
const wait = globalThis.setTimeout;

const isPause = (caller) => caller.includes("/node_modules/") && /\bsleep\b/.test(caller);

globalThis.setTimeout = (call, milliseconds, ...rest) => {
  // A program may have its own way with traces, which has nothing to do with this one.
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = undefined;
  const callers = String(new Error().stack).split("\n").slice(2, 5);
  Error.prepareStackTrace = prepareStackTrace;
  return wait(call, milliseconds < 5000 && callers.some(isPause) ? 0 : milliseconds, ...rest);
};
Object.defineProperties(globalThis.setTimeout, Object.getOwnPropertyDescriptors(wait));

// Node reads answers by WebAssembly, and would optimize that on the third one, which takes some 50 ms. V8 gets its own
// budget back at once, for its compile cache holds good only for the options under which it was made.
const { Module } = WebAssembly;

WebAssembly.Module = new Proxy(Module, {
  construct(...call) {
    const v8 = process.getBuiltinModule("node:v8");
    v8.setFlagsFromString("--wasm-tiering-budget=1000000000");
    try {
      return Reflect.construct(...call);
    } finally {
      v8.setFlagsFromString("--wasm-tiering-budget=13000000");
    }
  },
});

// Where a module of a package names a file next to it there is nothing to look for; the SDK does so a thousand times,
// and names each of its two hundred files again and again.
const found = new Set();

registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith(".") || !specifier.endsWith(".mjs") || !context.parentURL?.includes("/node_modules/")) {
      return next(specifier, context);
    }
    const url = new URL(specifier, context.parentURL);
    if (!found.has(url.href)) {
      if (!existsSync(url)) return next(specifier, context);
      found.add(url.href);
    }
    return { url: url.href, format: "module", shortCircuit: true };
  },
});
