import fc from "fast-check";

// All runs of a property are made in Node, whose engine is that of the page. What a page may have otherwise shows in the first ones.
fc.configureGlobal({ ...fc.readConfigureGlobal(), interruptAfterTimeLimit: 200 });
