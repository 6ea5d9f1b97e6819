// For consumers with an older `lib`: objects for `using` have Symbol.dispose.
/// <reference lib="esnext.disposable" preserve="true" />

export { type InstrumentOptions, instrument } from './opentelemetry/instrument.js';
