import{createRequire as __require}from'node:module';const require=__require(import.meta.url);
import{$a as X,Ja as S,Ka as k,La as h,Ma as P,Na as H,Pa as Y,Ra as F,Ta as q,Ua as O,Va as I,Wa as Z,Xa as K,Ya as E,Za as M,_a as Q,ab as ee,bb as re,cb as te,eb as ne,f as L,fb as oe,g as _,gb as ae,hb as ie,qa as G,r as J,ta as T,u as U}from"./chunk-BRWHGXJE.js";import{a as i}from"./chunk-GJSDDVBV.js";import{rename as Ir,writeFile as Rr}from"node:fs/promises";import{join as Vr}from"node:path";var D=class e{static{i(this,"Markup")}#e;constructor(r){this.#e=r}static written(r,n){return new e(r.map((o,a)=>`${o}${Ae(n[a]??null)}`).join(""))}static words(r){return new e(de(r))}source(){return this.#e}};function t(e,...r){return D.written(e,r)}i(t,"html");function se(e){return D.words(e)}i(se,"ownWords");var l=t``,Ve=2e4;function Ae(e){return e===null?"":typeof e=="number"?String(e):typeof e=="string"?de(J(e,Ve)):e instanceof D?e.source():e.map(r=>r.source()).join("")}i(Ae,"asSource");var Pe={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;","`":"&#96;"};function de(e){return e.replaceAll(/[&<>"'`]/g,r=>Pe[r]??"")}i(de,"escaped");var le=1e3;function g(e,r=le){let n=e.map(o=>typeof o=="string"?se(o):"value"in o?p(o.value,r):m(o.prose,r*4));return t`${n}`}i(g,"phraseMarkup");function p(e,r=le){if(e.length<=r)return t`<code>${e}</code>`;let n=e.length-r;return t`<code>${N(e,r)}</code> <span class="cut">\u2026 and ${h(n)} more characters</span>`}i(p,"codeMarkup");function y(e){return e===null?t`<em>nothing</em>`:e===""?t`<em>an empty text</em>`:p(e)}i(y,"sideMarkup");function m(e,r=4e3){let n=N(e,r).split(/`([^`]+)`/).map((o,a)=>a%2===1?t`<code>${o}</code>`:t`${o}`);return t`${n}${e.length>r?t` <span class="cut">\u2026 cut here</span>`:null}`}i(m,"proseMarkup");function R(e,r=8e3){let o=N(e,r).split(`
`).map((s,d)=>d===0?t`${s}`:t`\n${s}`),a=e.length-r;return t`<pre tabindex="0"><code>${o}</code></pre>${a>0?t`<p class="cut">\u2026 and ${h(a)} more characters</p>`:null}`}i(R,"linesMarkup");function N(e,r){return e.length<=r?e:e.slice(0,r).replace(/[\ud800-\udbff]$/,"")}i(N,"whole");function $({caption:e,head:r,rows:n,most:o=200}){if(n.length===0)return l;let a=n.slice(0,o).map(([s=l,...d])=>He(s,d));return t`<div class="frame" role="region" aria-label="${e}" tabindex="0"><table>
<caption>${e}</caption>
<thead><tr>${r.map(s=>t`<th scope="col">${s}</th>`)}</tr></thead>
<tbody>
${a}</tbody></table></div>${v(n.length-o)}`}i($,"tableMarkup");function He(e,r){return t`<tr><th scope="row">${e}</th>${r.map(n=>t`<td>${n}</td>`)}</tr>
`}i(He,"rowMarkup");function v(e){return e>0?t`<p class="cut">\u2026 and ${h(e)} more, all of them in the evidence.</p>`:l}i(v,"restMarkup");function b(e,r){return r.source()===""?l:t`<details><summary>${e}</summary>
${r}</details>
`}i(b,"foldMarkup");function ue(e){let{base:r,head:n,startedAt:o,completedAt:a}=e;return t`<section id="compared"><h2>What was compared</h2>
<dl class="rows">
<dt>Baseline</dt><dd>${r===null?t`a build that is no commit`:p(r)}</dd>
<dt>Candidate</dt><dd>${n===null?t`a build that is no commit`:p(n)}</dd>
${Ne(e)}<dt>When</dt><dd>${ce(o)} to ${ce(a)}</dd>
</dl>
${Be(e)}${We(e)}${je(e)}${Le(e)}${_e(e)}</section>
`}i(ue,"comparedMarkup");function ce(e){return t`<time datetime="${e}">${e.replace("T"," ").replace(/\.\d+Z$/," UTC")}</time>`}i(ce,"timeMarkup");function Ne({recording:e,plan:r}){let{digest:n,exchanges:o,completeness:a,damage:s}=e,d=a===null?"":`, ${P(a)} of the requests whole in it`,c=s===null?l:t`; cut off: ${m(s)}`,u=r.budgetMs===void 0?"":`, chosen for ${h(r.budgetMs/1e3)} s a run`;return t`<dt>Recording</dt><dd>${k(o,"exchange")}${d}${c}<br>${p(n)}</dd>
<dt>Replayed</dt><dd>${k(r.exchanges,"exchange")} on ${k(r.routes,"route")}${u}</dd>
`}i(Ne,"recordingRows");var ze={ai:"AI-assisted",mixed:"AI-assisted in part",bot:"a bot",unknown:"no sign"};function Be({provenance:e}){return $({caption:"Commits of the change, and what says who made them",head:["commit","made by","because"],rows:(e?.commits??[]).map(({sha:r,verdict:n,tool:o,reason:a,signals:s})=>[p(Y(r)),t`${ze[n]}${o===void 0?l:t`, ${p(o,60)}`}`,t`${m(a)}${s.slice(0,3).map(({excerpt:d})=>t`<br>${p(d)}`)}`])})}i(Be,"commitsMarkup");function We({plan:e}){return $({caption:"Left out of the replay",head:["why","exchanges"],rows:e.leftOut.map(({reason:r,exchanges:n})=>[m(r),t`${h(n)}`])})}i(We,"leftOutMarkup");function je({plan:e}){return $({caption:"Chosen, and why",head:["why","exchanges"],rows:(e.chosen??[]).map(({reason:r,exchanges:n})=>[m(r),t`${h(n)}`])})}i(je,"chosenMarkup");function Le({changedPaths:e}){let n=e.slice(0,300).map(o=>t`<li>${p(o,400)}</li>`);return b(k(e.length,"changed file"),n.length===0?l:t`<ul>${n}</ul>${v(e.length-300)}`)}i(Le,"pathsMarkup");function _e({services:e=[]}){return $({caption:"Services",head:["service","replayed","fidelity","changed lines executed"],rows:e.map(r=>{if(r.kind==="left-out")return[p(r.name),t`left out: ${m(r.reason)}`,t`\u2013`,t`\u2013`];let{name:n,plan:o,fidelity:a,exercise:s}=r;return[p(n),t`${k(o.exchanges,"exchange")}`,t`${P(a.share)} of ${h(a.compared)}`,s.known?t`${h(s.executedLines)} of ${h(s.changedLines)}`:t`not known`]})})}i(_e,"servicesMarkup");function pe({route:e,service:r,pattern:n},{cost:o=[]}){let a=n.startsWith("cost/"),s=o.filter(d=>d.service===r&&(d.route===e||a&&d.route==="every route")&&(a||d.verdict==="more"||d.verdict==="less"));return s.length===0?l:t`<h4>Cost</h4>${z("Cost of this route",s)}`}i(pe,"costMarkup");function z(e,r){return $({caption:e,head:["measure","route","candidate","because"],rows:r.map(({measure:n,route:o,verdict:a,reason:s})=>[t`${te[n]}`,p(o),a==="more"?t`<strong>more</strong>`:t`${a.replaceAll("-"," ")}`,m(s,600)])})}i(z,"costTable");function B({example:e},r){let n=r?.findings??[];if(n.length===0)return l;let o=Map.groupBy(n,({divergence:s})=>Ge(s.place)),a=`${e.method} ${e.target}`;return t`<h4>What differs in exchange <code>${e.exchangeId}</code></h4>
<p class="hint">${p(a,300)}, the smallest that shows it.</p>
${Je.map(s=>Ye(s,o.get(s)??[]))}`}i(B,"exchangeMarkup");var Je=["Answer","On the way to it","Stored","Cost"],Ue=new Set(["outbound","query","file","process","flow","span","error"]);function Ge(e){let[r=""]=e.split("/");return r==="state"?"Stored":r==="cost"?"Cost":Ue.has(r)?"On the way to it":"Answer"}i(Ge,"sightOf");function Ye(e,r){let n=$({caption:e,head:["place","difference","baseline","candidate","what became of it"],rows:r.map(o=>[t`<code>${E(o.divergence.place)}</code>`,t`${q[o.divergence.kind]}`,me(o.divergence.baseline),me(o.divergence.candidate),Ze(o)])});return t`${n}${r.map(Ke)}`}i(Ye,"sightMarkup");function me(e){if(e===null)return y(null);let r=e.digest!==void 0,n=t` <span class="cut">of ${e.length} in all</span>`;return t`${y(e.text)}${r?n:l}`}i(me,"shownMarkup");function Ze({disposition:e,severity:r}){let n=e.kind==="ignored"?e.rule:e.reason,o=e.kind==="counted"?t`<strong>counts</strong>, ${r}`:t`${e.kind}`;return t`${o}: ${m(n,400)}`}i(Ze,"dispositionMarkup");function Ke({divergence:{hunks:e=[],place:r,note:n}}){let o=n===void 0?l:t`<p class="hint">${m(n,600)}</p>`;return e.length===0?o:t`${o}${b(`Changed lines of ${E(r)}`,R(e.join(`
`)))}`}i(Ke,"hunksMarkup");function fe(e,r){if(e===void 0)return l;let{role:n,variables:o,otherAt:a}=e,{what:s}=ne(e),c=a===null?l:t`<p class="hint">The state of the ${n==="candidate"?"baseline":"candidate"} was captured at <code>${a}</code>.</p>`;return t`<h4>Error</h4>
<p>${g(I`The ${[n]} ${s}.`)}</p>
${c}${$({caption:"Variables as the error was thrown",head:["variable","","baseline","candidate"],rows:o.map(u=>[t`<code>${u.name}</code>`,Qe(u.baseline,u.candidate),u.baseline===null?t`<em>not captured</em>`:y(u.baseline),u.candidate===null?t`<em>not captured</em>`:y(u.candidate)]),most:60})}${b("Functions it went through",t`${(r?.frames??[]).map(Xe)}`)}`}i(fe,"failureMarkup");function Qe(e,r){return e===null||r===null?t`<span class="equal">one side only</span>`:e===r?t`<span class="equal">= equal</span>`:t`<strong class="differs">\u2260 differs</strong>`}i(Qe,"markOf");function Xe({at:e,function:r,variables:n}){return $({caption:`${r===""?"outside any function":r} at ${e}`,head:["variable","held"],rows:n.map(o=>[t`<code>${o.name}</code>`,p(o.value)]),most:40})}i(Xe,"frameMarkup");function ge(e,r){return e===null?l:t`<h4>State where they part</h4>
${er(e)}${rr(e,r?.held??[])}${nr(e)}`}i(ge,"heldMarkup");function er(e){let{baselineStatement:r,candidateStatement:n,baselineLine:o,candidateLine:a,file:s}=e;if(r===null&&n===null)return l;if(r===n)return t`<div class="statements" tabindex="0"><div><span class="line">${he(s,a)}</span> <code>${n}</code></div></div>`;let d=i((c,u,f,w)=>f===null?l:t`<div class="${u}"><span class="line">${c} ${he(s,w)}</span> <code>${f}</code></div>`,"line");return t`<div class="statements" tabindex="0" role="region" aria-label="The statement before and after">${d("\u2212","gone",r,o)}${d("+","new",n,a)}</div>`}i(er,"statementsMarkup");function he(e,r){return r===null?e:`${e}:${r}`}i(he,"at");function rr(e,r){let n=r.length>0?r:tr(e),o=n.filter(({differs:s})=>s).length,a=`Variables, ${h(o)} of ${h(n.length)} different`;return $({caption:a,head:["variable","","baseline","candidate"],rows:n.map(s=>[t`<code>${s.name}</code>`,s.differs?t`<strong class="differs">\u2260 differs</strong>`:t`<span class="equal">= equal</span>`,y(s.baseline),y(s.candidate)]),most:60})}i(rr,"stateTable");function tr(e){let{variable:r,baseline:n,candidate:o,equalInputs:a}=e,s=r===null?[]:[{name:r,baseline:n,candidate:o,differs:!0}],d=a.map(({name:c,value:u})=>({name:c,baseline:u,candidate:u,differs:!1}));return[...s,...d]}i(tr,"namedOnly");function nr({strikes:e}){if(e===void 0)return l;let{condition:r,diverging:n,alike:o}=e;return t`<p class="strikes">Only where <code>${r}</code>: ${h(n)} requests that meet it diverge there, ${h(o)} that do not meet it passed alike.</p>`}i(nr,"strikesMarkup");var $e=40,or=60;function ke({arranged:e,number:r,evidence:n,details:o}){let{cluster:a,inAnswer:s,inState:d}=e,c=[...s,...d],u=i(f=>dr(f,{evidence:n,details:o,through:d.includes(f)}),"follow");return t`<section class="page ${a.severity}" id="${a.id}" aria-labelledby="${a.id}-title">
${ir(e,r,n)}
${sr(a,n,o.get(a.id))}
${b(`${k(c.length,"further difference")} that ${ar(d.length>0,c.length)} from it`,c.length===0?l:t`${c.slice(0,$e).map(u)}${v(c.length-$e)}`)}</section>
`}i(ke,"clusterMarkup");function ar(e,r){return e?"may follow":r===1?"follows":"follow"}i(ar,"followText");function ir(e,r,{plan:n}){let{cluster:o}=e,a=M(e,n.exchanges,or);return t`<h3 id="${o.id}-title"><a href="#${o.id}" class="number" aria-label="Link to difference ${r}">${r}</a> ${g(a.where)}</h3>
<p class="facts"><strong class="severity">${O[o.severity]} ${o.severity}</strong> \u00b7 ${a.kind}${a.frequency===""?l:t` \u00b7 ${a.frequency}`}</p>
${be(o)}
<dl class="sides"><dt>before</dt><dd>${g(a.before)}</dd><dt>after</dt><dd>${g(a.after)}</dd></dl>
<dl class="notes">${C("also in",a.elsewhere)}${C("with it",a.brings)}${C("may cause, by the state it leaves",a.leaves)}${C("shown by",a.shownBy)}${C("how sure",o.confidence===void 0?[]:Z(o.confidence))}</dl>`}i(ir,"headMarkup");function be({firstDivergence:e}){if(e===null)return t`<p class="cause">The line at which the two builds part is not known.</p>`;let r=e.kind==="unexplained"?"at":"first parts at";return t`<p class="cause"><strong>${r}</strong> ${g(K(re(ee(e))," \xB7 "))}</p>`}i(be,"sentenceMarkup");function C(e,r){return r.length===0?l:t`<div><dt>${e}</dt><dd>${g(r)}</dd></div>`}i(C,"noteMarkup");function sr(e,r,n){return t`${ge(e.firstDivergence,n)}
${fe(e.failure,n)}
${B(e,n)}
${pe(e,r)}
${ye(e)}`}i(sr,"bodyMarkup");function ye({example:{curl:e}}){return e===void 0?l:t`<h4>Send it again</h4>
<p class="hint">Set <code>URL</code> to a build of yours; credentials stand as variables.</p>
${R(e)}`}i(ye,"curlMarkup");function dr(e,{evidence:r,details:n,through:o}){let a=M({cluster:e,inAnswer:[],inState:[]},r.plan.exchanges),s=o?"likely, by the state that earlier requests left":"in the same answers",d=[e.severity,a.kind,a.frequency,s].filter(c=>c!=="").join(" \xB7 ");return t`<section class="follower" id="${e.id}">
<h4>${g(a.where)}</h4>
<p class="facts">${d}</p>
<p>${y(e.example.baseline)} \u2192 ${y(e.example.candidate)}</p>
<dl class="notes">${C("shown by",a.shownBy)}</dl>
${e.firstDivergence===null?l:be(e)}
${e.confidence===void 0?l:t`<p class="facts">${m(e.confidence)}</p>`}
${b("its exchange",t`${B(e,n.get(e.id))}${ye(e)}`)}</section>
`}i(dr,"followerMarkup");var lr={passed:"\u2713","awaiting-approval":"\u2026",blocked:"\u2717",inconclusive:"?"},ve=30,we=30;function Me(e,r){return t`<header class="verdict ${cr(r,e)}">
<h1><span class="sign" aria-hidden="true">${lr[r.kind]}</span> Shadowgate: ${F(r,e)}</h1>
${r.reasons.slice(0,ve).map(ur)}${v(r.reasons.length-ve)}
${pr(r)}</header>
`}i(Me,"verdictMarkup");function cr({kind:e},{head:r,clusters:n}){return e==="passed"&&r===null&&n.length>0?"open":e}i(cr,"toneOf");function ur({text:e,remedy:r}){let n=r===""?l:t`<p class="remedy">\u2192 ${m(r)}</p>`;return t`<p>${m(e)}</p>${n}
`}i(ur,"reasonMarkup");function pr({approvals:e}){return $({caption:"Approvals",head:["who","approval","why"],rows:e.map(({user:r,kind:n,reason:o})=>[p(r,100),n==="counted"?t`<strong>\u2713 counts</strong>`:t`\u2717 does not count`,m(o)])})}i(pr,"approvalsMarkup");function xe({warnings:e}){if(e.length===0)return l;let r=e.slice(0,we).map(n=>{let o=n.split(`
`).slice(0,60);return t`<li>${o.map((a,s)=>t`${s===0?l:t`<br>`}${m(a)}`)}</li>`});return t`<section id="warnings" class="warnings"><h2>Warnings</h2><ul>${r}</ul>${v(e.length-we)}</section>
`}i(xe,"warningsMarkup");function Ce(e){if(e.clusters.length===0)return t`<h2>No difference stands</h2>
<p>Nothing that was compared differs beyond what varies by nature. How much that is worth is said below.</p>`;let r=oe(e),n=r.length===0?l:t`<p class="claim">${g(r)}</p>`;return t`<h2>${Q(S(e.clusters))}</h2>${n}`}i(Ce,"findingsLead");var mr=6e6,W=500;function Ee(e,r,n=mr){let o=S(e.clusters),a=[],s=n;for(let[c,u]of o.entries()){let f=ke({arranged:u,number:c+1,evidence:e,details:r});if(s-=f.source().length,s<0&&c>0)break;a.push(f)}let d=o.slice(a.length);return t`<section id="differences" aria-label="Differences">${Ce(e)}
${fr(o.slice(0,a.length),e)}
${a}${hr(d,e)}</section>
`}i(Ee,"findingsMarkup");function fr(e,{plan:r}){if(e.length<2)return l;let n=e.map(o=>{let{where:a,before:s,after:d,short:c}=M(o,r.exchanges),u=c?t`: ${g(s)} \u2192 ${g(d)}`:l,{severity:f,id:w}=o.cluster;return t`<li><a href="#${w}"><span class="${f}">${O[f]} ${f}</span> ${g(a)}</a>${u}</li>
`});return t`<nav aria-label="Differences"><ol>
${n}</ol></nav>`}i(fr,"listMarkup");function hr(e,{plan:r}){if(e.length===0)return l;let n=e.slice(0,W).map(o=>{let{where:a,before:s,after:d,kind:c}=M(o,r.exchanges),u=t`${g(s,200)} \u2192 ${g(d,200)}`;return t`<li id="${o.cluster.id}">${g(a)}: ${u} \u00b7 ${o.cluster.severity} \u00b7 ${c}</li>
`});return t`<h3>Without a page of their own</h3>
<p>This document would grow too long: ${X(e)}.</p>
<ul>
${n}</ul>${e.length>W?t`<p class="cut">The last ${e.length-W} stand in the evidence alone.</p>`:l}`}i(hr,"restMarkup");var V=100;function De(e,r){let n=ie(e,12);return t`<section id="ground"><h2>What this rests on</h2>
<dl class="rows">
${n.map(({label:o,text:a})=>t`<dt>${o}</dt><dd>${g(a)}</dd>
`)}</dl></section>
${gr(e)}${$r(e)}<section id="more"><h2>For who wants to know exactly</h2>
${kr(e)}${b(`Cost: ${k((e.cost??[]).length,"measure")} of routes`,z("Cost, before and after",e.cost??[]))}${br(e)}${yr(r)}</section>
`}i(De,"groundMarkup");function gr({exercise:e}){if(!e.known)return l;let r=e.neverExecuted.flatMap(({file:n,lines:o,removed:a,nearest:s=[]})=>{let d=t`${p(n,400)}${a?t` <span class="cut">(before, now gone)</span>`:l}`;return s.length===0?[[d,t`${H(o,40)}`,t`\u2013`]]:s.map(c=>[d,t`${H(c.lines,40)}`,g(ae(c))])});return t`<section id="exercised"><h2>Changed lines that ran</h2>
<p>${h(e.executedLines)} of ${k(e.changedLines,"changed line")} ran in at least one replayed request. ${r.length===0?"None was left out.":"These never did, so nothing is known of them:"}</p>
${$({caption:"Never executed",head:["file","lines","nearest request"],rows:r})}</section>
`}i(gr,"exerciseMarkup");function $r({status:e,exercise:r,shadow:n,unusedIgnores:o,fidelity:a}){let s=[...e.kind==="sufficient"?[]:e.reasons,...(r.unseen??[]).map(d=>`no agent saw code run from \`${d}\``),...n.isolationDetail.open.map(d=>`the sandbox left open: ${d}`),...a.examples.map(d=>`the baseline answers otherwise than production: ${d}`),...o.map(d=>`a written excuse excused nothing: ${d}`)];return s.length===0?l:t`<section id="limits"><h2>What was not seen</h2><ul>
${s.slice(0,V).map(d=>t`<li>${m(d)}</li>
`)}</ul>${v(s.length-V)}</section>
`}i($r,"limitsMarkup");function kr({noise:e,counts:r}){let n=$({caption:"What varies by nature, and what it was learned from",head:["place","route","difference","varies as","answers","hid","stands all the same"],rows:e.map(({pattern:o,route:a,kind:s,learned:d,samples:c,findings:u,refused:f})=>[t`<code>${E(o)}</code>`,p(a),t`${q[s]}`,m(d,400),t`${h(c)}`,t`${h(u)}`,t`${f.map(w=>t`${h(w.findings)}: ${m(w.reason,300)}<br>`)}`])});return b(`Noise: ${k(r.noise,"difference")} that baseline and secondary show too`,n)}i(kr,"noiseMarkup");function br({flaky:e,plan:r}){let n=e.slice(0,V).map(a=>{let{where:s,before:d,after:c,kind:u}=M({cluster:a,inAnswer:[],inState:[]},r.exchanges);return t`<li>${g(I`${s}: ${d} \u2192 ${c}`)} \u00b7 ${u}</li>
`}),o=t`<ul>
${n}</ul>${v(e.length-V)}`;return b(`Flaky: ${k(e.length,"difference")} that did not come back`,n.length===0?l:o)}i(br,"flakyMarkup");function yr({rules:e}){let r=$({caption:"Rules of the policy",head:["rule","outcome","because"],rows:e.map(({rule:n,applies:o,why:a})=>[m(n,200),o?t`<strong>applies</strong>`:t`does not apply`,m(a)])});return b(`${k(e.length,"rule")} of the policy`,r)}i(yr,"rulesMarkup");var Te=t`<style>
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
</style>`;function Se({evidence:e,evidenceDigest:r,verdict:n,details:o}){let a=`Shadowgate: ${F(n,e)}`;return t`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${a}</title>
${Te}
</head>
<body>
<a class="skip" href="#differences">To the differences</a>
<main>
${Me(e,n)}${Ee(e,o)}${xe(e)}${ue(e)}${De(e,n)}</main>
${vr(e,r,n)}</body>
</html>
`.source()}i(Se,"renderHtml");function vr({tool:e,sideFiles:r},n,o){let a=r.map(({name:s})=>t`, ${p(s)}`);return t`<footer><dl class="rows">
<dt>Evidence</dt><dd>${p(n)}<br>An approval is bound to this digest. The document is <code>evidence.json</code> beside this page${a}.</dd>
<dt>Policy</dt><dd>${p(o.policyDigest)}</dd>
<dt>Written by</dt><dd>${e}</dd>
</dl></footer>
`}i(vr,"footerMarkup");import{createReadStream as Cr}from"node:fs";import{join as Er}from"node:path";import{createInterface as Dr}from"node:readline";function Fe(e,r){if(e===null||r===void 0||e.variable===null)return[];let n=j(e.variable);for(let{baseline:o,candidate:a,equal:s}of r.pairs){if(s||o===null||a===null)continue;let d=Mr(o,a),[c,u]=[d.filter(f=>j(f.name)===n),d.filter(f=>j(f.name)!==n)];if(c.some(f=>f.differs&&wr(f,e)))return[...c,...u].toSorted((f,w)=>Number(w.differs)-Number(f.differs))}return[]}i(Fe,"heldWhereTheyPart");function wr({baseline:e,candidate:r},n){return e===n.baseline&&r===n.candidate}i(wr,"showsIt");function Mr(e,r){return[...new Set([...Object.keys(r.values),...Object.keys(e.values)])].flatMap(o=>{let[a,s]=[e.values[o],r.values[o]],d={baseline:A(a),candidate:A(s)};if(a===void 0||s===void 0)return[];let c=G(a,s,()=>!1);return c.length===0?[{name:o,...d,differs:!1}]:c.map(u=>({name:`${o}${u.path}`,...xr(u),differs:!0}))})}i(Mr,"heldOf");function xr({baseline:e,candidate:r}){return{baseline:A(e??void 0),candidate:A(r??void 0)}}i(xr,"sidesOf");function A(e){return e===void 0?null:T(e)}i(A,"textOf");function j(e){return/^[^.[]*/.exec(e)?.[0]??e}i(j,"rootOf");var Tr=300;async function Oe(e,{clusters:r,sideFiles:n}){let o=new Set(n.map(({name:d})=>d)),a=await Sr(r,qe(e,"findings.ndjson",o)),s=await Fr(r,qe(e,"traces.ndjson",o));return new Map(r.map(d=>{let c=s.get(x(d.service,Ie(d))),u=a.get(x(d.service,d.example.exchangeId))??[];return[d.id,qr(d,c,u)]}))}i(Oe,"readClusterDetails");async function Sr(e,r){let n=new Map(e.map(({service:o,example:a})=>[x(o,a.exchangeId),[]]));for await(let o of r){if(!Re(o,n))continue;let a=L.parse(JSON.parse(o)),s=n.get(x(a.service,a.exchangeId));s!==void 0&&s.length<Tr&&s.push(a)}return n}i(Sr,"findingsOf");async function Fr(e,r){let n=new Map(e.map(a=>[x(a.service,Ie(a)),a])),o=new Map;for await(let a of r){if(!Re(a,n))continue;let s=_.parse(JSON.parse(a)),d=x(s.service,s.exchangeId);n.has(d)&&o.set(d,s)}return o}i(Fr,"tracesOf");function Ie({firstDivergence:e,example:r}){return e?.exchangeId??r.exchangeId}i(Ie,"tracedExchange");function x(e,r){return`${e??""}
${r}`}i(x,"keyOf");function Re(e,r){let n=/"exchangeId":"([^"\\]*)"/.exec(e)?.[1]??"",o=/^.{0,400}?"service":"([^"\\]*)"/.exec(e)?.[1];return r.has(x(void 0,n))||r.has(x(o,n))}i(Re,"mayBeOf");function qr(e,r,n){let o=e.example.exchangeId!=="",a=new Set(e.findings);return{held:Fe(e.firstDivergence,r),findings:o?n:n.filter(({id:s})=>a.has(s)),frames:Or(e,r)}}i(qr,"detailsOf");function Or({failure:e},r){return(r?.failures?.find(({role:o,error:a,at:s})=>o===e?.role&&a===e.error&&s===e.at)?.frames??[]).map(o=>({at:o.at,function:o.function,variables:Object.entries(o.values).map(([a,s])=>({name:a,value:T(s)}))}))}i(Or,"framesOf");async function*qe(e,r,n){if(!n.has(r))return;let o=Cr(Er(e,r),{encoding:"utf8"});try{for await(let a of Dr({input:o,crlfDelay:Number.POSITIVE_INFINITY}))a!==""&&(yield a)}finally{o.destroy()}}i(qe,"linesOf");async function Gn(e,r,n){let o=Vr(e,U),a=await Oe(e,r.evidence);try{return await Rr(`${o}.part`,Se({...r,details:a})),await Ir(`${o}.part`,o),o}catch(s){let{code:d}=s;if(d===void 0)throw s;return n(`${o} cannot be written (${d}): if there is one, it may be of an earlier verdict.`),null}}i(Gn,"writeHtmlReport");export{Gn as a};
