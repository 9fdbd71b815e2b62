import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
function truncatedSides(cut){return cut.request&&cut.response?{truncated:"both"}:cut.request?{truncated:"request"}:cut.response?{truncated:"response"}:{}}export{truncatedSides};
