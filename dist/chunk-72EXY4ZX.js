import{createRequire as __require}from'node:module';const require=__require(import.meta.url);
import{a as r}from"./chunk-GJSDDVBV.js";function n(e){return e.request&&e.response?{truncated:"both"}:e.request?{truncated:"request"}:e.response?{truncated:"response"}:{}}r(n,"truncatedSides");export{n as a};
