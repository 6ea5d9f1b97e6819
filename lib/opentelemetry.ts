// For consumers whose lib is older: what is closed with `using` has Symbol.dispose.
/// <reference lib="esnext.disposable" preserve="true" />

export { type InstrumentOptions, instrument } from './opentelemetry/instrument.js';
