import fc from "fast-check";

// The usual hundred runs are made in Node, whose engine is that of the page. What a page may have otherwise shows in the first ones.
fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: 20 });
