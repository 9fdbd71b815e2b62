import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{arrangeClusters,causeParts,compareCaptured,counted,describeCause,describeClaims,describeCluster,describeEvidence,describeFailure,describeNearest,evidenceTrace,finding,findingsHeading,grouped,headlineText,htmlReportName,join,kindText,lineRanges,measureName,moreGroupsText,percent,placeText,prose,renderCaptured,say,severityMark,shortSha,visibleText}from"./chunk-4FZH7DM5.js";import{rename,writeFile}from"node:fs/promises";import{join as join3}from"node:path";var Markup=class _Markup{#source;constructor(source){this.#source=source}static written(words,parts){return new _Markup(words.map((word,index)=>`${word}${asSource(parts[index]??null)}`).join(""))}static words(text){return new _Markup(escaped(text))}source(){return this.#source}};function html(words,...parts){return Markup.written(words,parts)}function ownWords(words){return Markup.words(words)}var nothing=html``,mostOfText=2e4;function asSource(part){return part===null?"":typeof part=="number"?String(part):typeof part=="string"?escaped(visibleText(part,mostOfText)):part instanceof Markup?part.source():part.map(one=>one.source()).join("")}var entities={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;","`":"&#96;"};function escaped(text){return text.replaceAll(/[&<>"'`]/g,character=>entities[character]??"")}var mostOfValue=1e3;function phraseMarkup(phrase,most=mostOfValue){let pieces=phrase.map(part=>typeof part=="string"?ownWords(part):"value"in part?codeMarkup(part.value,most):proseMarkup(part.prose,most*4));return html`${pieces}`}function codeMarkup(value,most=mostOfValue){if(value.length<=most)return html`<code>${value}</code>`;let cut=value.length-most;return html`<code>${whole(value,most)}</code> <span class="cut">\u2026 and ${grouped(cut)} more characters</span>`}function sideMarkup(value){return value===null?html`<em>nothing</em>`:value===""?html`<em>an empty text</em>`:codeMarkup(value)}function proseMarkup(sentence,most=4e3){let pieces=whole(sentence,most).split(/`([^`]+)`/).map((piece,index)=>index%2===1?html`<code>${piece}</code>`:html`${piece}`);return html`${pieces}${sentence.length>most?html` <span class="cut">\u2026 cut here</span>`:null}`}function linesMarkup(text,most=8e3){let shown=whole(text,most).split(`
`).map((line,index)=>index===0?html`${line}`:html`\n${line}`),cut=text.length-most;return html`<pre tabindex="0"><code>${shown}</code></pre>${cut>0?html`<p class="cut">\u2026 and ${grouped(cut)} more characters</p>`:null}`}function whole(text,most){return text.length<=most?text:text.slice(0,most).replace(/[\ud800-\udbff]$/,"")}function tableMarkup({caption,head,rows,most=200}){if(rows.length===0)return nothing;let body=rows.slice(0,most).map(([first=nothing,...rest])=>rowMarkup(first,rest));return html`<div class="frame" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${head.map(title=>html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>
${body}</tbody></table></div>${restMarkup(rows.length-most)}`}function rowMarkup(first,rest){return html`<tr><th scope="row">${first}</th>${rest.map(cell=>html`<td>${cell}</td>`)}</tr>
`}function restMarkup(more){return more>0?html`<p class="cut">\u2026 and ${grouped(more)} more, all of them in the evidence.</p>`:nothing}function foldMarkup(title,body){return body.source()===""?nothing:html`<details><summary>${title}</summary>
${body}</details>
`}function comparedMarkup(evidence){let{base,head,startedAt,completedAt}=evidence;return html`<section id="compared"><h2>What was compared</h2>
<dl class="rows">
<dt>Baseline</dt><dd>${base===null?html`a build that is no commit`:codeMarkup(base)}</dd>
<dt>Candidate</dt><dd>${head===null?html`a build that is no commit`:codeMarkup(head)}</dd>
${recordingRows(evidence)}<dt>When</dt><dd>${timeMarkup(startedAt)} to ${timeMarkup(completedAt)}</dd>
</dl>
${commitsMarkup(evidence)}${leftOutMarkup(evidence)}${chosenMarkup(evidence)}${pathsMarkup(evidence)}${servicesMarkup(evidence)}</section>
`}function timeMarkup(at2){return html`<time datetime="${at2}">${at2.replace("T"," ").replace(/\.\d+Z$/," UTC")}</time>`}function recordingRows({recording,plan}){let{digest,exchanges,completeness,damage}=recording,whole2=completeness===null?"":`, ${percent(completeness)} of the requests whole in it`,damaged=damage===null?nothing:html`; cut off: ${proseMarkup(damage)}`,budget=plan.budgetMs===void 0?"":`, chosen for ${grouped(plan.budgetMs/1e3)} s a run`;return html`<dt>Recording</dt><dd>${counted(exchanges,"exchange")}${whole2}${damaged}<br>${codeMarkup(digest)}</dd>
<dt>Replayed</dt><dd>${counted(plan.exchanges,"exchange")} on ${counted(plan.routes,"route")}${budget}</dd>
`}var assisted={ai:"AI-assisted",mixed:"AI-assisted in part",bot:"a bot",unknown:"no sign"};function commitsMarkup({provenance}){return tableMarkup({caption:"Commits of the change, and what says who made them",head:["commit","made by","because"],rows:(provenance?.commits??[]).map(({sha,verdict,tool,reason,signals})=>[codeMarkup(shortSha(sha)),html`${assisted[verdict]}${tool===void 0?nothing:html`, ${codeMarkup(tool,60)}`}`,html`${proseMarkup(reason)}${signals.slice(0,3).map(({excerpt})=>html`<br>${codeMarkup(excerpt)}`)}`])})}function leftOutMarkup({plan}){return tableMarkup({caption:"Left out of the replay",head:["why","exchanges"],rows:plan.leftOut.map(({reason,exchanges})=>[proseMarkup(reason),html`${grouped(exchanges)}`])})}function chosenMarkup({plan}){return tableMarkup({caption:"Chosen, and why",head:["why","exchanges"],rows:(plan.chosen??[]).map(({reason,exchanges})=>[proseMarkup(reason),html`${grouped(exchanges)}`])})}function pathsMarkup({changedPaths}){let items=changedPaths.slice(0,300).map(path=>html`<li>${codeMarkup(path,400)}</li>`);return foldMarkup(counted(changedPaths.length,"changed file"),items.length===0?nothing:html`<ul>${items}</ul>${restMarkup(changedPaths.length-300)}`)}function servicesMarkup({services=[]}){return tableMarkup({caption:"Services",head:["service","replayed","fidelity","changed lines executed"],rows:services.map(service=>{if(service.kind==="left-out")return[codeMarkup(service.name),html`left out: ${proseMarkup(service.reason)}`,html`\u2013`,html`\u2013`];let{name,plan,fidelity,exercise}=service;return[codeMarkup(name),html`${counted(plan.exchanges,"exchange")}`,html`${percent(fidelity.share)} of ${grouped(fidelity.compared)}`,exercise.known?html`${grouped(exercise.executedLines)} of ${grouped(exercise.changedLines)}`:html`not known`]})})}function costMarkup({route,service,pattern},{cost=[]}){let isOwn=pattern.startsWith("cost/"),rows=cost.filter(row=>row.service===service&&(row.route===route||isOwn&&row.route==="every route")&&(isOwn||row.verdict==="more"||row.verdict==="less"));return rows.length===0?nothing:html`<h4>Cost</h4>${costTable("Cost of this route",rows)}`}function costTable(caption,rows){return tableMarkup({caption,head:["measure","route","candidate","because"],rows:rows.map(({measure,route,verdict,reason})=>[html`${measureName[measure]}`,codeMarkup(route),verdict==="more"?html`<strong>more</strong>`:html`${verdict.replaceAll("-"," ")}`,proseMarkup(reason,600)])})}function exchangeMarkup({example},details){let findings=details?.findings??[];if(findings.length===0)return nothing;let bySight=Map.groupBy(findings,({divergence})=>sightOf(divergence.place)),name=`${example.method} ${example.target}`;return html`<h4>What differs in exchange <code>${example.exchangeId}</code></h4>
<p class="hint">${codeMarkup(name,300)}, the smallest that shows it.</p>
${sights.map(sight=>sightMarkup(sight,bySight.get(sight)??[]))}`}var sights=["Answer","On the way to it","Stored","Cost"],onTheWay=new Set(["outbound","query","file","process","flow","span","error"]);function sightOf(place){let[start=""]=place.split("/");return start==="state"?"Stored":start==="cost"?"Cost":onTheWay.has(start)?"On the way to it":"Answer"}function sightMarkup(sight,findings){let table=tableMarkup({caption:sight,head:["place","difference","baseline","candidate","what became of it"],rows:findings.map(finding2=>[html`<code>${placeText(finding2.divergence.place)}</code>`,html`${kindText[finding2.divergence.kind]}`,shownMarkup(finding2.divergence.baseline),shownMarkup(finding2.divergence.candidate),dispositionMarkup(finding2)])});return html`${table}${findings.map(hunksMarkup)}`}function shownMarkup(side){if(side===null)return sideMarkup(null);let isCut=side.digest!==void 0,whole2=html` <span class="cut">of ${side.length} in all</span>`;return html`${sideMarkup(side.text)}${isCut?whole2:nothing}`}function dispositionMarkup({disposition,severity}){let why=disposition.kind==="ignored"?disposition.rule:disposition.reason,word=disposition.kind==="counted"?html`<strong>counts</strong>, ${severity}`:html`${disposition.kind}`;return html`${word}: ${proseMarkup(why,400)}`}function hunksMarkup({divergence:{hunks=[],place,note}}){let told=note===void 0?nothing:html`<p class="hint">${proseMarkup(note,600)}</p>`;return hunks.length===0?told:html`${told}${foldMarkup(`Changed lines of ${placeText(place)}`,linesMarkup(hunks.join(`
`)))}`}function failureMarkup(failure,details){if(failure===void 0)return nothing;let{role,variables,otherAt}=failure,{what}=describeFailure(failure),where=otherAt===null?nothing:html`<p class="hint">The state of the ${role==="candidate"?"baseline":"candidate"} was captured at <code>${otherAt}</code>.</p>`;return html`<h4>Error</h4>
<p>${phraseMarkup(say`The ${[role]} ${what}.`)}</p>
${where}${tableMarkup({caption:"Variables as the error was thrown",head:["variable","","baseline","candidate"],rows:variables.map(one=>[html`<code>${one.name}</code>`,markOf(one.baseline,one.candidate),one.baseline===null?html`<em>not captured</em>`:sideMarkup(one.baseline),one.candidate===null?html`<em>not captured</em>`:sideMarkup(one.candidate)]),most:60})}${foldMarkup("Functions it went through",html`${(details?.frames??[]).map(frameMarkup)}`)}`}function markOf(baseline,candidate){return baseline===null||candidate===null?html`<span class="equal">one side only</span>`:baseline===candidate?html`<span class="equal">= equal</span>`:html`<strong class="differs">\u2260 differs</strong>`}function frameMarkup({at:at2,function:name,variables}){return tableMarkup({caption:`${name===""?"outside any function":name} at ${at2}`,head:["variable","held"],rows:variables.map(one=>[html`<code>${one.name}</code>`,codeMarkup(one.value)]),most:40})}function heldMarkup(first,details){return first===null?nothing:html`<h4>State where they part</h4>
${statementsMarkup(first)}${stateTable(first,details?.held??[])}${strikesMarkup(first)}`}function statementsMarkup(first){let{baselineStatement:before,candidateStatement:after,baselineLine,candidateLine,file}=first;if(before===null&&after===null)return nothing;if(before===after)return html`<div class="statements" tabindex="0"><div><span class="line">${at(file,candidateLine)}</span> <code>${after}</code></div></div>`;let line=(mark,name,text,number)=>text===null?nothing:html`<div class="${name}"><span class="line">${mark} ${at(file,number)}</span> <code>${text}</code></div>`;return html`<div class="statements" tabindex="0" role="region" aria-label="The statement before and after">${line("\u2212","gone",before,baselineLine)}${line("+","new",after,candidateLine)}</div>`}function at(file,line){return line===null?file:`${file}:${line}`}function stateTable(first,held){let rows=held.length>0?held:namedOnly(first),different=rows.filter(({differs})=>differs).length,caption=`Variables, ${grouped(different)} of ${grouped(rows.length)} different`;return tableMarkup({caption,head:["variable","","baseline","candidate"],rows:rows.map(row=>[html`<code>${row.name}</code>`,row.differs?html`<strong class="differs">\u2260 differs</strong>`:html`<span class="equal">= equal</span>`,sideMarkup(row.baseline),sideMarkup(row.candidate)]),most:60})}function namedOnly(first){let{variable,baseline,candidate,equalInputs}=first,own=variable===null?[]:[{name:variable,baseline,candidate,differs:!0}],equal=equalInputs.map(({name,value})=>({name,baseline:value,candidate:value,differs:!1}));return[...own,...equal]}function strikesMarkup({strikes}){if(strikes===void 0)return nothing;let{condition,diverging,alike}=strikes;return html`<p class="strikes">Only where <code>${condition}</code>: ${grouped(diverging)} requests that meet it diverge there, ${grouped(alike)} that do not meet it passed alike.</p>`}var mostFollowers=40,mostPlaces=60;function clusterMarkup({arranged,number,evidence,details}){let{cluster,inAnswer,inState}=arranged,followers=[...inAnswer,...inState],follow=one=>followerMarkup(one,{evidence,details,through:inState.includes(one)});return html`<section class="page ${cluster.severity}" id="${cluster.id}" aria-labelledby="${cluster.id}-title">
${headMarkup(arranged,number,evidence)}
${bodyMarkup(cluster,evidence,details.get(cluster.id))}
${foldMarkup(`${counted(followers.length,"further difference")} that ${followText(inState.length>0,followers.length)} from it`,followers.length===0?nothing:html`${followers.slice(0,mostFollowers).map(follow)}${restMarkup(followers.length-mostFollowers)}`)}</section>
`}function followText(isLikely,count){return isLikely?"may follow":count===1?"follows":"follow"}function headMarkup(arranged,number,{plan}){let{cluster}=arranged,text=describeCluster(arranged,plan.exchanges,mostPlaces);return html`<h3 id="${cluster.id}-title"><a href="#${cluster.id}" class="number" aria-label="Link to difference ${number}">${number}</a> ${phraseMarkup(text.where)}</h3>
<p class="facts"><strong class="severity">${severityMark[cluster.severity]} ${cluster.severity}</strong> \u00b7 ${text.kind}${text.frequency===""?nothing:html` \u00b7 ${text.frequency}`}</p>
${sentenceMarkup(cluster)}
<dl class="sides"><dt>before</dt><dd>${phraseMarkup(text.before)}</dd><dt>after</dt><dd>${phraseMarkup(text.after)}</dd></dl>
<dl class="notes">${noteMarkup("also in",text.elsewhere)}${noteMarkup("with it",text.brings)}${noteMarkup("may cause, by the state it leaves",text.leaves)}${noteMarkup("shown by",text.shownBy)}${noteMarkup("how sure",cluster.confidence===void 0?[]:prose(cluster.confidence))}</dl>`}function sentenceMarkup({firstDivergence:first}){if(first===null)return html`<p class="cause">The line at which the two builds part is not known.</p>`;let lead=first.kind==="unexplained"?"at":"first parts at";return html`<p class="cause"><strong>${lead}</strong> ${phraseMarkup(join(causeParts(describeCause(first))," \xB7 "))}</p>`}function noteMarkup(label,text){return text.length===0?nothing:html`<div><dt>${label}</dt><dd>${phraseMarkup(text)}</dd></div>`}function bodyMarkup(cluster,evidence,details){return html`${heldMarkup(cluster.firstDivergence,details)}
${failureMarkup(cluster.failure,details)}
${exchangeMarkup(cluster,details)}
${costMarkup(cluster,evidence)}
${curlMarkup(cluster)}`}function curlMarkup({example:{curl}}){return curl===void 0?nothing:html`<h4>Send it again</h4>
<p class="hint">Set <code>URL</code> to a build of yours; credentials stand as variables.</p>
${linesMarkup(curl)}`}function followerMarkup(cluster,{evidence,details,through}){let text=describeCluster({cluster,inAnswer:[],inState:[]},evidence.plan.exchanges),how=through?"likely, by the state that earlier requests left":"in the same answers",facts=[cluster.severity,text.kind,text.frequency,how].filter(fact=>fact!=="").join(" \xB7 ");return html`<section class="follower" id="${cluster.id}">
<h4>${phraseMarkup(text.where)}</h4>
<p class="facts">${facts}</p>
<p>${sideMarkup(cluster.example.baseline)} \u2192 ${sideMarkup(cluster.example.candidate)}</p>
<dl class="notes">${noteMarkup("shown by",text.shownBy)}</dl>
${cluster.firstDivergence===null?nothing:sentenceMarkup(cluster)}
${cluster.confidence===void 0?nothing:html`<p class="facts">${proseMarkup(cluster.confidence)}</p>`}
${foldMarkup("its exchange",html`${exchangeMarkup(cluster,details.get(cluster.id))}${curlMarkup(cluster)}`)}</section>
`}var signs={passed:"\u2713","awaiting-approval":"\u2026",blocked:"\u2717",inconclusive:"?"},mostReasons=30,mostListed=30;function verdictMarkup(evidence,verdict){return html`<header class="verdict ${toneOf(verdict,evidence)}">
<h1><span class="sign" aria-hidden="true">${signs[verdict.kind]}</span> Shadowgate: ${headlineText(verdict,evidence)}</h1>
${verdict.reasons.slice(0,mostReasons).map(reasonMarkup)}${restMarkup(verdict.reasons.length-mostReasons)}
${approvalsMarkup(verdict)}</header>
`}function toneOf({kind},{head,clusters}){return kind==="passed"&&head===null&&clusters.length>0?"open":kind}function reasonMarkup({text,remedy}){let todo=remedy===""?nothing:html`<p class="remedy">\u2192 ${proseMarkup(remedy)}</p>`;return html`<p>${proseMarkup(text)}</p>${todo}
`}function approvalsMarkup({approvals}){return tableMarkup({caption:"Approvals",head:["who","approval","why"],rows:approvals.map(({user,kind,reason})=>[codeMarkup(user,100),kind==="counted"?html`<strong>\u2713 counts</strong>`:html`\u2717 does not count`,proseMarkup(reason)])})}function warningsMarkup({warnings}){if(warnings.length===0)return nothing;let items=warnings.slice(0,mostListed).map(warning=>{let lines=warning.split(`
`).slice(0,60);return html`<li>${lines.map((line,index)=>html`${index===0?nothing:html`<br>`}${proseMarkup(line)}`)}</li>`});return html`<section id="warnings" class="warnings"><h2>Warnings</h2><ul>${items}</ul>${restMarkup(warnings.length-mostListed)}</section>
`}function findingsLead(evidence){if(evidence.clusters.length===0)return html`<h2>No difference stands</h2>
<p>Nothing that was compared differs beyond what varies by nature. How much that is worth is said below.</p>`;let claims=describeClaims(evidence),claimed=claims.length===0?nothing:html`<p class="claim">${phraseMarkup(claims)}</p>`;return html`<h2>${findingsHeading(arrangeClusters(evidence.clusters))}</h2>${claimed}`}var mostOfPages=6e6,mostBrief=500;function findingsMarkup(evidence,details,most=mostOfPages){let arranged=arrangeClusters(evidence.clusters),pages=[],room=most;for(let[index,each]of arranged.entries()){let page=clusterMarkup({arranged:each,number:index+1,evidence,details});if(room-=page.source().length,room<0&&index>0)break;pages.push(page)}let rest=arranged.slice(pages.length);return html`<section id="differences" aria-label="Differences">${findingsLead(evidence)}
${listMarkup(arranged.slice(0,pages.length),evidence)}
${pages}${restMarkup2(rest,evidence)}</section>
`}function listMarkup(arranged,{plan}){if(arranged.length<2)return nothing;let items=arranged.map(each=>{let{where,before,after,short}=describeCluster(each,plan.exchanges),sides=short?html`: ${phraseMarkup(before)} \u2192 ${phraseMarkup(after)}`:nothing,{severity,id}=each.cluster;return html`<li><a href="#${id}"><span class="${severity}">${severityMark[severity]} ${severity}</span> ${phraseMarkup(where)}</a>${sides}</li>
`});return html`<nav aria-label="Differences"><ol>
${items}</ol></nav>`}function restMarkup2(rest,{plan}){if(rest.length===0)return nothing;let items=rest.slice(0,mostBrief).map(each=>{let{where,before,after,kind}=describeCluster(each,plan.exchanges),sides=html`${phraseMarkup(before,200)} \u2192 ${phraseMarkup(after,200)}`;return html`<li id="${each.cluster.id}">${phraseMarkup(where)}: ${sides} \u00b7 ${each.cluster.severity} \u00b7 ${kind}</li>
`});return html`<h3>Without a page of their own</h3>
<p>This document would grow too long: ${moreGroupsText(rest)}.</p>
<ul>
${items}</ul>${rest.length>mostBrief?html`<p class="cut">The last ${rest.length-mostBrief} stand in the evidence alone.</p>`:nothing}`}var mostListed2=100;function groundMarkup(evidence,verdict){let facts=describeEvidence(evidence,12);return html`<section id="ground"><h2>What this rests on</h2>
<dl class="rows">
${facts.map(({label,text})=>html`<dt>${label}</dt><dd>${phraseMarkup(text)}</dd>
`)}</dl></section>
${exerciseMarkup(evidence)}${limitsMarkup(evidence)}<section id="more"><h2>For who wants to know exactly</h2>
${noiseMarkup(evidence)}${foldMarkup(`Cost: ${counted((evidence.cost??[]).length,"measure")} of routes`,costTable("Cost, before and after",evidence.cost??[]))}${flakyMarkup(evidence)}${rulesMarkup(verdict)}</section>
`}function exerciseMarkup({exercise}){if(!exercise.known)return nothing;let rows=exercise.neverExecuted.flatMap(({file,lines,removed,nearest=[]})=>{let name=html`${codeMarkup(file,400)}${removed?html` <span class="cut">(before, now gone)</span>`:nothing}`;return nearest.length===0?[[name,html`${lineRanges(lines,40)}`,html`\u2013`]]:nearest.map(one=>[name,html`${lineRanges(one.lines,40)}`,phraseMarkup(describeNearest(one))])});return html`<section id="exercised"><h2>Changed lines that ran</h2>
<p>${grouped(exercise.executedLines)} of ${counted(exercise.changedLines,"changed line")} ran in at least one replayed request. ${rows.length===0?"None was left out.":"These never did, so nothing is known of them:"}</p>
${tableMarkup({caption:"Never executed",head:["file","lines","nearest request"],rows})}</section>
`}function limitsMarkup({status,exercise,shadow,unusedIgnores,fidelity}){let limits=[...status.kind==="sufficient"?[]:status.reasons,...(exercise.unseen??[]).map(file=>`no agent saw code run from \`${file}\``),...shadow.isolationDetail.open.map(one=>`the sandbox left open: ${one}`),...fidelity.examples.map(one=>`the baseline answers otherwise than production: ${one}`),...unusedIgnores.map(one=>`a written excuse excused nothing: ${one}`)];return limits.length===0?nothing:html`<section id="limits"><h2>What was not seen</h2><ul>
${limits.slice(0,mostListed2).map(one=>html`<li>${proseMarkup(one)}</li>
`)}</ul>${restMarkup(limits.length-mostListed2)}</section>
`}function noiseMarkup({noise,counts}){let table=tableMarkup({caption:"What varies by nature, and what it was learned from",head:["place","route","difference","varies as","answers","hid","stands all the same"],rows:noise.map(({pattern,route,kind,learned,samples,findings,refused})=>[html`<code>${placeText(pattern)}</code>`,codeMarkup(route),html`${kindText[kind]}`,proseMarkup(learned,400),html`${grouped(samples)}`,html`${grouped(findings)}`,html`${refused.map(one=>html`${grouped(one.findings)}: ${proseMarkup(one.reason,300)}<br>`)}`])});return foldMarkup(`Noise: ${counted(counts.noise,"difference")} that baseline and secondary show too`,table)}function flakyMarkup({flaky,plan}){let items=flaky.slice(0,mostListed2).map(cluster=>{let{where,before,after,kind}=describeCluster({cluster,inAnswer:[],inState:[]},plan.exchanges);return html`<li>${phraseMarkup(say`${where}: ${before} \u2192 ${after}`)} \u00b7 ${kind}</li>
`}),list=html`<ul>
${items}</ul>${restMarkup(flaky.length-mostListed2)}`;return foldMarkup(`Flaky: ${counted(flaky.length,"difference")} that did not come back`,items.length===0?nothing:list)}function rulesMarkup({rules}){let table=tableMarkup({caption:"Rules of the policy",head:["rule","outcome","because"],rows:rules.map(({rule,applies,why})=>[proseMarkup(rule,200),applies?html`<strong>applies</strong>`:html`does not apply`,proseMarkup(why)])});return foldMarkup(`${counted(rules.length,"rule")} of the policy`,table)}var styleMarkup=html`<style>
:root {
  --paper: #fdfdfc; --ink: #1c1e21; --quiet: #5c6370; --rule: #dcdfe4; --raised: #f3f4f6;
  --red: #a8201a; --red-soft: #fbeae8; --amber: #8a5300; --amber-soft: #fdf3df;
  --green: #1c6b3a; --green-soft: #e7f4ea; --violet: #5b3b9c; --violet-soft: #efeafa; --link: #0b5394;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15171a; --ink: #e4e6e9; --quiet: #9ba3ae; --rule: #343a41; --raised: #1e2226;
    --red: #ff8f86; --red-soft: #3a1e1d; --amber: #f0b95c; --amber-soft: #352a16;
    --green: #7fd39a; --green-soft: #1a3022; --violet: #c3a9f7; --violet-soft: #2a2240; --link: #86bdf5;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 2.5rem) 4rem; max-width: 68rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: 1.75rem; margin: 0 0 .75rem; letter-spacing: -.01em; }
h2 { font-size: 1.3rem; margin: 3rem 0 .75rem; }
h3 { font-size: 1.1rem; margin: 0 0 .25rem; }
h4 { font-size: .95rem; margin: 1.5rem 0 .4rem; }
p { margin: .4rem 0; max-width: 48rem; text-wrap: pretty; }
ul, ol { padding-left: 1.4rem; max-width: 52rem; }
li { margin: .2rem 0; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code, pre { font: .875em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { white-space: break-spaces; background: var(--raised); padding: .08em .3em; border-radius: .25em; }
pre { margin: .4rem 0; padding: .75rem 1rem; background: var(--raised); border-radius: .4rem; overflow-x: auto; }
pre code { background: none; padding: 0; white-space: pre-wrap; font-size: 1em; }
em { color: var(--quiet); }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; }
.cut, .hint, .facts, .equal, figcaption { color: var(--quiet); font-size: .9rem; }
.verdict { padding: 1.25rem 1.5rem; border-left: .4rem solid var(--quiet); border-radius: .4rem; background: var(--raised); }
.verdict.passed { border-color: var(--green); background: var(--green-soft); }
.verdict.awaiting-approval, .verdict.open { border-color: var(--amber); background: var(--amber-soft); }
.verdict.blocked { border-color: var(--red); background: var(--red-soft); }
.verdict.inconclusive { border-color: var(--violet); background: var(--violet-soft); }
.verdict code { background: none; padding: 0; }
.remedy { font-weight: 600; }
.sign { display: inline-block; min-width: 1.1em; text-align: center; }
nav ol { padding-left: 1.8rem; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
.page { margin: 1.5rem 0; padding: 1.25rem 1.5rem; border: 1px solid var(--rule); border-radius: .5rem; }
.page:target, .follower:target { outline: 2px solid var(--link); outline-offset: 2px; }
.number { display: inline-block; min-width: 1.6em; margin-right: .25em; text-decoration: none; color: var(--quiet); }
.breaking .severity, span.breaking, .differs, .claim { color: var(--red); }
.risky .severity, span.risky { color: var(--amber); }
.cause { font-size: 1.05rem; max-width: 56rem; }
dl { margin: .75rem 0; }
dd { margin: 0; }
.rows, .sides { display: grid; grid-template-columns: minmax(5.5rem, max-content) 1fr; gap: .4rem 1.25rem; }
.rows dt, .sides dt, .notes dt { color: var(--quiet); }
.notes > div { display: flex; flex-wrap: wrap; gap: 0 .6rem; margin: .25rem 0; font-size: .925rem; }
.notes dd { flex: 1 1 20rem; }
.frame { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .925rem; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .9rem .4rem 0; border-top: 1px solid var(--rule); min-width: 4rem; }
thead th { color: var(--quiet); font-weight: 500; border-top: 0; }
tbody th { font-weight: inherit; overflow-wrap: break-word; max-width: 22rem; }
.differs, .equal { white-space: nowrap; }
.statements { margin: .5rem 0; border-radius: .4rem; background: var(--raised); overflow-x: auto; padding: .5rem 0; }
.statements > div { padding: .15rem 1rem; border-left: .3rem solid transparent; }
.statements .gone { border-color: var(--red); background: var(--red-soft); }
.statements .new { border-color: var(--green); background: var(--green-soft); }
.statements code { background: none; padding: 0; }
.line { color: var(--quiet); font-size: .85rem; margin-right: .75rem; }
details { margin: .9rem 0; }
summary { cursor: pointer; font-weight: 600; padding: .2rem 0; }
.follower { margin: .75rem 0 .75rem .25rem; padding-left: 1rem; border-left: 2px solid var(--rule); }
.follower h4 { margin-top: .5rem; }
.warnings { border-left: .3rem solid var(--amber); padding-left: 1.2rem; margin-top: 2rem; }
.warnings h2 { margin-top: 0; }
footer { margin-top: 3rem; border-top: 1px solid var(--rule); font-size: .9rem; }
@media (max-width: 40rem) {
  .rows, .sides { grid-template-columns: 1fr; gap: .1rem; }
  .rows dd, .sides dd { margin-bottom: .6rem; }
  .page, .verdict { padding: 1rem; }
  h1 { font-size: 1.45rem; }
  table { min-width: 34rem; }
}
@media print {
  :root {
    --paper: #fff; --ink: #000; --quiet: #444; --rule: #bbb; --raised: #f4f4f4; --link: #000;
    --red: #8a1510; --red-soft: #fff; --amber: #6b4000; --amber-soft: #fff;
    --green: #14532b; --green-soft: #fff; --violet: #452b7a; --violet-soft: #fff;
  }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .skip { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .frame, .statements, pre { overflow: visible; }
  h2, h3, h4, caption { break-after: avoid; }
  tr, .statements { break-inside: avoid; }
}
</style>`;function renderHtml({evidence,evidenceDigest,verdict,details}){let title=`Shadowgate: ${headlineText(verdict,evidence)}`;return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
${styleMarkup}
</head>
<body>
<a class="skip" href="#differences">To the differences</a>
<main>
${verdictMarkup(evidence,verdict)}${findingsMarkup(evidence,details)}${warningsMarkup(evidence)}${comparedMarkup(evidence)}${groundMarkup(evidence,verdict)}</main>
${footerMarkup(evidence,evidenceDigest,verdict)}</body>
</html>
`.source()}function footerMarkup({tool,sideFiles},evidenceDigest,verdict){let files=sideFiles.map(({name})=>html`, ${codeMarkup(name)}`);return html`<footer><dl class="rows">
<dt>Evidence</dt><dd>${codeMarkup(evidenceDigest)}<br>An approval is bound to this digest. The document is <code>evidence.json</code> beside this page${files}.</dd>
<dt>Policy</dt><dd>${codeMarkup(verdict.policyDigest)}</dd>
<dt>Written by</dt><dd>${tool}</dd>
</dl></footer>
`}import{createReadStream}from"node:fs";import{join as join2}from"node:path";import{createInterface}from"node:readline";function heldWhereTheyPart(first,trace){if(first===null||trace===void 0||first.variable===null)return[];let root=rootOf(first.variable);for(let{baseline,candidate,equal}of trace.pairs){if(equal||baseline===null||candidate===null)continue;let held=heldOf(baseline,candidate),[named,others]=[held.filter(one=>rootOf(one.name)===root),held.filter(one=>rootOf(one.name)!==root)];if(named.some(one=>one.differs&&showsIt(one,first)))return[...named,...others].toSorted((a,b)=>Number(b.differs)-Number(a.differs))}return[]}function showsIt({baseline,candidate},first){return baseline===first.baseline&&candidate===first.candidate}function heldOf(baseline,candidate){return[...new Set([...Object.keys(candidate.values),...Object.keys(baseline.values)])].flatMap(name=>{let[before,after]=[baseline.values[name],candidate.values[name]],sides={baseline:textOf(before),candidate:textOf(after)};if(before===void 0||after===void 0)return[];let differences=compareCaptured(before,after,()=>!1);return differences.length===0?[{name,...sides,differs:!1}]:differences.map(one=>({name:`${name}${one.path}`,...sidesOf(one),differs:!0}))})}function sidesOf({baseline,candidate}){return{baseline:textOf(baseline??void 0),candidate:textOf(candidate??void 0)}}function textOf(value){return value===void 0?null:renderCaptured(value)}function rootOf(path){return/^[^.[]*/.exec(path)?.[0]??path}var mostFindings=300;async function readClusterDetails(folder,{clusters,sideFiles}){let names=new Set(sideFiles.map(({name})=>name)),findings=await findingsOf(clusters,linesOf(folder,"findings.ndjson",names)),traces=await tracesOf(clusters,linesOf(folder,"traces.ndjson",names));return new Map(clusters.map(cluster=>{let trace=traces.get(keyOf(cluster.service,tracedExchange(cluster))),found=findings.get(keyOf(cluster.service,cluster.example.exchangeId))??[];return[cluster.id,detailsOf(cluster,trace,found)]}))}async function findingsOf(clusters,lines){let wanted=new Map(clusters.map(({service,example})=>[keyOf(service,example.exchangeId),[]]));for await(let line of lines){if(!mayBeOf(line,wanted))continue;let one=finding.parse(JSON.parse(line)),known=wanted.get(keyOf(one.service,one.exchangeId));known!==void 0&&known.length<mostFindings&&known.push(one)}return wanted}async function tracesOf(clusters,lines){let wanted=new Map(clusters.map(one=>[keyOf(one.service,tracedExchange(one)),one])),found=new Map;for await(let line of lines){if(!mayBeOf(line,wanted))continue;let one=evidenceTrace.parse(JSON.parse(line)),key=keyOf(one.service,one.exchangeId);wanted.has(key)&&found.set(key,one)}return found}function tracedExchange({firstDivergence,example}){return firstDivergence?.exchangeId??example.exchangeId}function keyOf(service,exchangeId){return`${service??""}
${exchangeId}`}function mayBeOf(line,wanted){let id=/"exchangeId":"([^"\\]*)"/.exec(line)?.[1]??"",service=/^.{0,400}?"service":"([^"\\]*)"/.exec(line)?.[1];return wanted.has(keyOf(void 0,id))||wanted.has(keyOf(service,id))}function detailsOf(cluster,trace,found){let isOfExchange=cluster.example.exchangeId!=="",own=new Set(cluster.findings);return{held:heldWhereTheyPart(cluster.firstDivergence,trace),findings:isOfExchange?found:found.filter(({id})=>own.has(id)),frames:framesOf(cluster,trace)}}function framesOf({failure},trace){return(trace?.failures?.find(({role,error,at:at2})=>role===failure?.role&&error===failure.error&&at2===failure.at)?.frames??[]).map(frame=>({at:frame.at,function:frame.function,variables:Object.entries(frame.values).map(([name,value])=>({name,value:renderCaptured(value)}))}))}async function*linesOf(folder,name,names){if(!names.has(name))return;let file=createReadStream(join2(folder,name),{encoding:"utf8"});try{for await(let line of createInterface({input:file,crlfDelay:Number.POSITIVE_INFINITY}))line!==""&&(yield line)}finally{file.destroy()}}async function writeHtmlReport(folder,judged,warn){let path=join3(folder,htmlReportName),details=await readClusterDetails(folder,judged.evidence);try{return await writeFile(`${path}.part`,renderHtml({...judged,details})),await rename(`${path}.part`,path),path}catch(cause){let{code}=cause;if(code===void 0)throw cause;return warn(`${path} cannot be written (${code}): if there is one, it may be of an earlier verdict.`),null}}export{writeHtmlReport};
