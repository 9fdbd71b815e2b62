import{createRequire as __require}from'node:module';const require=__require(import.meta.url);
import{a}from"./chunk-QHGFWLAZ.js";import"./chunk-E5WLSQPJ.js";import"./chunk-72EXY4ZX.js";import"./chunk-5VRUTMEU.js";import"./chunk-MFDAPDVJ.js";import"./chunk-EVFWIKES.js";import"./chunk-GJSDDVBV.js";export{a as startOutboundRecorder};
