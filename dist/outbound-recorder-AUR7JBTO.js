import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{startOutboundRecorder}from"./chunk-JZFG2WV3.js";import"./chunk-6NMVALWP.js";import"./chunk-KZ2QRSEK.js";import"./chunk-2XLIKGSP.js";import"./chunk-M5FS2ACI.js";import"./chunk-SMHKTHQP.js";import"./chunk-D6ZDT4QZ.js";export{startOutboundRecorder};
