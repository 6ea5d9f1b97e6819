/**
 * Packages that take longer to load than the module that calls them, each loaded with its first use. A CommonJS module, since an ES module cannot
 * load a package in a synchronous function. The calls of `require` are literal, so that bundlers find the packages.
 */
exports.createClock = (...parameters) => require('@sinonjs/fake-timers').createClock(...parameters);

exports.createXmlParser = (options) => new (require('saxes').SaxesParser)(options);
