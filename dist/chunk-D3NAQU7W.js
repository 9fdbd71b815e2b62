import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
var package_default={version:"0.1.0"};var version=package_default.version;export{version};
