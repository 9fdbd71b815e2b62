#!/usr/bin/env node
var e=[22,19],[s=0,o=0]=process.versions.node.split(".").map(Number);s>e[0]||s===e[0]&&o>=e[1]?await import("./shadowgate.js"):(process.stderr.write(`error bad-usage: Shadowgate needs Node ${e.join(".")} or later; this is Node ${process.versions.node}.
  \u2192 Run it under a newer Node; the service under judgement may keep its own.
`),process.exitCode=2);
