import{createRequire as __require}from'node:module';const require=__require(import.meta.url);
var o={version:"0.1.0"};var e=o.version;export{e as a};
