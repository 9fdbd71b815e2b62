#!/usr/bin/env node
var a=Object.defineProperty;var o=(t,i)=>a(t,"name",{value:i,configurable:!0});import{setFlagsFromString as r}from"node:v8";function s(){r("--semi-space-growth-factor=1"),r("--heap-growing-percent=30")}o(s,"keepHeapSmall");var e=[22,19],[n=0,p=0]=process.versions.node.split(".").map(Number);n>e[0]||n===e[0]&&p>=e[1]?(s(),await import("./shadowgate.js")):(process.stderr.write(`error bad-usage: Shadowgate needs Node ${e.join(".")} or later; this is Node ${process.versions.node}.
  \u2192 Run it under a newer Node; the service under judgement may keep its own.
`),process.exitCode=2);
