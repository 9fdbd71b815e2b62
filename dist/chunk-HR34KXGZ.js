import{createRequire as __require}from'node:module';const require=__require(import.meta.url);
import{$a as ee,Ja as S,Ka as k,La as h,Ma as P,Na as N,Pa as Z,Ra as F,Ta as q,Ua as O,Va as I,Wa as K,Xa as Q,Ya as E,Za as M,_a as X,ab as re,bb as te,cb as ne,eb as oe,f as _,fb as ae,g as J,gb as ie,hb as se,qa as Y,r as U,ta as T,u as G}from"./chunk-UUPQP3UK.js";import{c as L}from"./chunk-5VRUTMEU.js";import{a as i}from"./chunk-GJSDDVBV.js";import{rename as Rr,writeFile as Vr}from"node:fs/promises";import{join as Ar}from"node:path";var D=class e{static{i(this,"Markup")}#e;constructor(r){this.#e=r}static written(r,t){return new e(r.map((o,a)=>`${o}${Pe(t[a]??null)}`).join(""))}static words(r){return new e(le(r))}source(){return this.#e}};function n(e,...r){return D.written(e,r)}i(n,"html");function de(e){return D.words(e)}i(de,"ownWords");var l=n``,Ae=2e4;function Pe(e){return e===null?"":typeof e=="number"?String(e):typeof e=="string"?le(U(e,Ae)):e instanceof D?e.source():e.map(r=>r.source()).join("")}i(Pe,"asSource");var Ne={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;","`":"&#96;"};function le(e){return e.replaceAll(/[&<>"'`]/g,r=>Ne[r]??"")}i(le,"escaped");var ce=1e3;function g(e,r=ce){let t=e.map(o=>typeof o=="string"?de(o):"value"in o?p(o.value,r):m(o.prose,r*4));return n`${t}`}i(g,"phraseMarkup");function p(e,r=ce){if(e.length<=r)return n`<code>${e}</code>`;let t=e.length-r;return n`<code>${H(e,r)}</code> <span class="cut">\u2026 and ${h(t)} more characters</span>`}i(p,"codeMarkup");function y(e){return e===null?n`<em>nothing</em>`:e===""?n`<em>an empty text</em>`:p(e)}i(y,"sideMarkup");function m(e,r=4e3){let t=H(e,r).split(/`([^`]+)`/).map((o,a)=>a%2===1?n`<code>${o}</code>`:n`${o}`);return n`${t}${e.length>r?n` <span class="cut">\u2026 cut here</span>`:null}`}i(m,"proseMarkup");function R(e,r=8e3){let o=H(e,r).split(`
`).map((s,d)=>d===0?n`${s}`:n`\n${s}`),a=e.length-r;return n`<pre tabindex="0"><code>${o}</code></pre>${a>0?n`<p class="cut">\u2026 and ${h(a)} more characters</p>`:null}`}i(R,"linesMarkup");function H(e,r){return e.length<=r?e:e.slice(0,r).replace(/[\ud800-\udbff]$/,"")}i(H,"whole");function $({caption:e,head:r,rows:t,most:o=200}){if(t.length===0)return l;let a=t.slice(0,o).map(([s=l,...d])=>He(s,d));return n`<div class="frame" role="region" aria-label="${e}" tabindex="0"><table>
<caption>${e}</caption>
<thead><tr>${r.map(s=>n`<th scope="col">${s}</th>`)}</tr></thead>
<tbody>
${a}</tbody></table></div>${v(t.length-o)}`}i($,"tableMarkup");function He(e,r){return n`<tr><th scope="row">${e}</th>${r.map(t=>n`<td>${t}</td>`)}</tr>
`}i(He,"rowMarkup");function v(e){return e>0?n`<p class="cut">\u2026 and ${h(e)} more, all of them in the evidence.</p>`:l}i(v,"restMarkup");function b(e,r){return r.source()===""?l:n`<details><summary>${e}</summary>
${r}</details>
`}i(b,"foldMarkup");function pe(e){let{base:r,head:t,startedAt:o,completedAt:a}=e;return n`<section id="compared"><h2>What was compared</h2>
<dl class="rows">
<dt>Baseline</dt><dd>${r===null?n`a build that is no commit`:p(r)}</dd>
<dt>Candidate</dt><dd>${t===null?n`a build that is no commit`:p(t)}</dd>
${ze(e)}<dt>When</dt><dd>${ue(o)} to ${ue(a)}</dd>
</dl>
${We(e)}${je(e)}${Le(e)}${_e(e)}${Je(e)}</section>
`}i(pe,"comparedMarkup");function ue(e){return n`<time datetime="${e}">${e.replace("T"," ").replace(/\.\d+Z$/," UTC")}</time>`}i(ue,"timeMarkup");function ze({recording:e,plan:r}){let{digest:t,exchanges:o,completeness:a,damage:s}=e,d=a===null?"":`, ${P(a)} of the requests whole in it`,c=s===null?l:n`; cut off: ${m(s)}`,u=r.budgetMs===void 0?"":`, chosen for ${h(r.budgetMs/1e3)} s a run`;return n`<dt>Recording</dt><dd>${k(o,"exchange")}${d}${c}<br>${p(t)}</dd>
<dt>Replayed</dt><dd>${k(r.exchanges,"exchange")} on ${k(r.routes,"route")}${u}</dd>
`}i(ze,"recordingRows");var Be={ai:"AI-assisted",mixed:"AI-assisted in part",bot:"a bot",unknown:"no sign"};function We({provenance:e}){return $({caption:"Commits of the change, and what says who made them",head:["commit","made by","because"],rows:(e?.commits??[]).map(({sha:r,verdict:t,tool:o,reason:a,signals:s})=>[p(Z(r)),n`${Be[t]}${o===void 0?l:n`, ${p(o,60)}`}`,n`${m(a)}${s.slice(0,3).map(({excerpt:d})=>n`<br>${p(d)}`)}`])})}i(We,"commitsMarkup");function je({plan:e}){return $({caption:"Left out of the replay",head:["why","exchanges"],rows:e.leftOut.map(({reason:r,exchanges:t})=>[m(r),n`${h(t)}`])})}i(je,"leftOutMarkup");function Le({plan:e}){return $({caption:"Chosen, and why",head:["why","exchanges"],rows:(e.chosen??[]).map(({reason:r,exchanges:t})=>[m(r),n`${h(t)}`])})}i(Le,"chosenMarkup");function _e({changedPaths:e}){let t=e.slice(0,300).map(o=>n`<li>${p(o,400)}</li>`);return b(k(e.length,"changed file"),t.length===0?l:n`<ul>${t}</ul>${v(e.length-300)}`)}i(_e,"pathsMarkup");function Je({services:e=[]}){return $({caption:"Services",head:["service","replayed","fidelity","changed lines executed"],rows:e.map(r=>{if(r.kind==="left-out")return[p(r.name),n`left out: ${m(r.reason)}`,n`\u2013`,n`\u2013`];let{name:t,plan:o,fidelity:a,exercise:s}=r;return[p(t),n`${k(o.exchanges,"exchange")}`,n`${P(a.share)} of ${h(a.compared)}`,s.known?n`${h(s.executedLines)} of ${h(s.changedLines)}`:n`not known`]})})}i(Je,"servicesMarkup");function me({route:e,service:r,pattern:t},{cost:o=[]}){let a=t.startsWith("cost/"),s=o.filter(d=>d.service===r&&(d.route===e||a&&d.route==="every route")&&(a||d.verdict==="more"||d.verdict==="less"));return s.length===0?l:n`<h4>Cost</h4>${z("Cost of this route",s)}`}i(me,"costMarkup");function z(e,r){return $({caption:e,head:["measure","route","candidate","because"],rows:r.map(({measure:t,route:o,verdict:a,reason:s})=>[n`${ne[t]}`,p(o),a==="more"?n`<strong>more</strong>`:n`${a.replaceAll("-"," ")}`,m(s,600)])})}i(z,"costTable");function B({example:e},r){let t=r?.findings??[];if(t.length===0)return l;let o=Map.groupBy(t,({divergence:s})=>Ye(s.place)),a=`${e.method} ${e.target}`;return n`<h4>What differs in exchange <code>${e.exchangeId}</code></h4>
<p class="hint">${p(a,300)}, the smallest that shows it.</p>
${Ue.map(s=>Ze(s,o.get(s)??[]))}`}i(B,"exchangeMarkup");var Ue=["Answer","On the way to it","Stored","Cost"],Ge=new Set(["outbound","query","file","process","flow","span","error"]);function Ye(e){let[r=""]=e.split("/");return r==="state"?"Stored":r==="cost"?"Cost":Ge.has(r)?"On the way to it":"Answer"}i(Ye,"sightOf");function Ze(e,r){let t=$({caption:e,head:["place","difference","baseline","candidate","what became of it"],rows:r.map(o=>[n`<code>${E(o.divergence.place)}</code>`,n`${q[o.divergence.kind]}`,fe(o.divergence.baseline),fe(o.divergence.candidate),Ke(o)])});return n`${t}${r.map(Qe)}`}i(Ze,"sightMarkup");function fe(e){if(e===null)return y(null);let r=e.digest!==void 0,t=n` <span class="cut">of ${e.length} in all</span>`;return n`${y(e.text)}${r?t:l}`}i(fe,"shownMarkup");function Ke({disposition:e,severity:r}){let t=e.kind==="ignored"?e.rule:e.reason,o=e.kind==="counted"?n`<strong>counts</strong>, ${r}`:n`${e.kind}`;return n`${o}: ${m(t,400)}`}i(Ke,"dispositionMarkup");function Qe({divergence:{hunks:e=[],place:r,note:t}}){let o=t===void 0?l:n`<p class="hint">${m(t,600)}</p>`;return e.length===0?o:n`${o}${b(`Changed lines of ${E(r)}`,R(e.join(`
`)))}`}i(Qe,"hunksMarkup");function he(e,r){if(e===void 0)return l;let{role:t,variables:o,otherAt:a}=e,{what:s}=oe(e),c=a===null?l:n`<p class="hint">The state of the ${t==="candidate"?"baseline":"candidate"} was captured at <code>${a}</code>.</p>`;return n`<h4>Error</h4>
<p>${g(I`The ${[t]} ${s}.`)}</p>
${c}${$({caption:"Variables as the error was thrown",head:["variable","","baseline","candidate"],rows:o.map(u=>[n`<code>${u.name}</code>`,Xe(u.baseline,u.candidate),u.baseline===null?n`<em>not captured</em>`:y(u.baseline),u.candidate===null?n`<em>not captured</em>`:y(u.candidate)]),most:60})}${b("Functions it went through",n`${(r?.frames??[]).map(er)}`)}`}i(he,"failureMarkup");function Xe(e,r){return e===null||r===null?n`<span class="equal">one side only</span>`:e===r?n`<span class="equal">= equal</span>`:n`<strong class="differs">\u2260 differs</strong>`}i(Xe,"markOf");function er({at:e,function:r,variables:t}){return $({caption:`${r===""?"outside any function":r} at ${e}`,head:["variable","held"],rows:t.map(o=>[n`<code>${o.name}</code>`,p(o.value)]),most:40})}i(er,"frameMarkup");function $e(e,r){return e===null?l:n`<h4>State where they part</h4>
${rr(e)}${tr(e,r?.held??[])}${or(e)}`}i($e,"heldMarkup");function rr(e){let{baselineStatement:r,candidateStatement:t,baselineLine:o,candidateLine:a,file:s}=e;if(r===null&&t===null)return l;if(r===t)return n`<div class="statements" tabindex="0"><div><span class="line">${ge(s,a)}</span> <code>${t}</code></div></div>`;let d=i((c,u,f,w)=>f===null?l:n`<div class="${u}"><span class="line">${c} ${ge(s,w)}</span> <code>${f}</code></div>`,"line");return n`<div class="statements" tabindex="0" role="region" aria-label="The statement before and after">${d("\u2212","gone",r,o)}${d("+","new",t,a)}</div>`}i(rr,"statementsMarkup");function ge(e,r){return r===null?e:`${e}:${r}`}i(ge,"at");function tr(e,r){let t=r.length>0?r:nr(e),o=t.filter(({differs:s})=>s).length,a=`Variables, ${h(o)} of ${h(t.length)} different`;return $({caption:a,head:["variable","","baseline","candidate"],rows:t.map(s=>[n`<code>${s.name}</code>`,s.differs?n`<strong class="differs">\u2260 differs</strong>`:n`<span class="equal">= equal</span>`,y(s.baseline),y(s.candidate)]),most:60})}i(tr,"stateTable");function nr(e){let{variable:r,baseline:t,candidate:o,equalInputs:a}=e,s=r===null?[]:[{name:r,baseline:t,candidate:o,differs:!0}],d=a.map(({name:c,value:u})=>({name:c,baseline:u,candidate:u,differs:!1}));return[...s,...d]}i(nr,"namedOnly");function or({strikes:e}){if(e===void 0)return l;let{condition:r,diverging:t,alike:o}=e;return n`<p class="strikes">Only where <code>${r}</code>: ${h(t)} requests that meet it diverge there, ${h(o)} that do not meet it passed alike.</p>`}i(or,"strikesMarkup");var ke=40,ar=60;function be({arranged:e,number:r,evidence:t,details:o}){let{cluster:a,inAnswer:s,inState:d}=e,c=[...s,...d],u=i(f=>lr(f,{evidence:t,details:o,through:d.includes(f)}),"follow");return n`<section class="page ${a.severity}" id="${a.id}" aria-labelledby="${a.id}-title">
${sr(e,r,t)}
${dr(a,t,o.get(a.id))}
${b(`${k(c.length,"further difference")} that ${ir(d.length>0,c.length)} from it`,c.length===0?l:n`${c.slice(0,ke).map(u)}${v(c.length-ke)}`)}</section>
`}i(be,"clusterMarkup");function ir(e,r){return e?"may follow":r===1?"follows":"follow"}i(ir,"followText");function sr(e,r,{plan:t}){let{cluster:o}=e,a=M(e,t.exchanges,ar);return n`<h3 id="${o.id}-title"><a href="#${o.id}" class="number" aria-label="Link to difference ${r}">${r}</a> ${g(a.where)}</h3>
<p class="facts"><strong class="severity">${O[o.severity]} ${o.severity}</strong> \u00b7 ${a.kind}${a.frequency===""?l:n` \u00b7 ${a.frequency}`}</p>
${ye(o)}
<dl class="sides"><dt>before</dt><dd>${g(a.before)}</dd><dt>after</dt><dd>${g(a.after)}</dd></dl>
<dl class="notes">${C("also in",a.elsewhere)}${C("with it",a.brings)}${C("may cause, by the state it leaves",a.leaves)}${C("shown by",a.shownBy)}${C("how sure",o.confidence===void 0?[]:K(o.confidence))}</dl>`}i(sr,"headMarkup");function ye({firstDivergence:e}){if(e===null)return n`<p class="cause">The line at which the two builds part is not known.</p>`;let r=e.kind==="unexplained"?"at":"first parts at";return n`<p class="cause"><strong>${r}</strong> ${g(Q(te(re(e))," \xB7 "))}</p>`}i(ye,"sentenceMarkup");function C(e,r){return r.length===0?l:n`<div><dt>${e}</dt><dd>${g(r)}</dd></div>`}i(C,"noteMarkup");function dr(e,r,t){return n`${$e(e.firstDivergence,t)}
${he(e.failure,t)}
${B(e,t)}
${me(e,r)}
${ve(e)}`}i(dr,"bodyMarkup");function ve({example:{curl:e}}){return e===void 0?l:n`<h4>Send it again</h4>
<p class="hint">Set <code>URL</code> to a build of yours; credentials stand as variables.</p>
${R(e)}`}i(ve,"curlMarkup");function lr(e,{evidence:r,details:t,through:o}){let a=M({cluster:e,inAnswer:[],inState:[]},r.plan.exchanges),s=o?"likely, by the state that earlier requests left":"in the same answers",d=[e.severity,a.kind,a.frequency,s].filter(c=>c!=="").join(" \xB7 ");return n`<section class="follower" id="${e.id}">
<h4>${g(a.where)}</h4>
<p class="facts">${d}</p>
<p>${y(e.example.baseline)} \u2192 ${y(e.example.candidate)}</p>
<dl class="notes">${C("shown by",a.shownBy)}</dl>
${e.firstDivergence===null?l:ye(e)}
${e.confidence===void 0?l:n`<p class="facts">${m(e.confidence)}</p>`}
${b("its exchange",n`${B(e,t.get(e.id))}${ve(e)}`)}</section>
`}i(lr,"followerMarkup");var cr={passed:"\u2713","awaiting-approval":"\u2026",blocked:"\u2717",inconclusive:"?"},we=30,Me=30;function xe(e,r){return n`<header class="verdict ${ur(r,e)}">
<h1><span class="sign" aria-hidden="true">${cr[r.kind]}</span> Shadowgate: ${F(r,e)}</h1>
${r.reasons.slice(0,we).map(pr)}${v(r.reasons.length-we)}
${mr(r)}</header>
`}i(xe,"verdictMarkup");function ur({kind:e},{head:r,clusters:t}){return e==="passed"&&r===null&&t.length>0?"open":e}i(ur,"toneOf");function pr({text:e,remedy:r}){let t=r===""?l:n`<p class="remedy">\u2192 ${m(r)}</p>`;return n`<p>${m(e)}</p>${t}
`}i(pr,"reasonMarkup");function mr({approvals:e}){return $({caption:"Approvals",head:["who","approval","why"],rows:e.map(({user:r,kind:t,reason:o})=>[p(r,100),t==="counted"?n`<strong>\u2713 counts</strong>`:n`\u2717 does not count`,m(o)])})}i(mr,"approvalsMarkup");function Ce({warnings:e}){if(e.length===0)return l;let r=e.slice(0,Me).map(t=>{let o=t.split(`
`).slice(0,60);return n`<li>${o.map((a,s)=>n`${s===0?l:n`<br>`}${m(a)}`)}</li>`});return n`<section id="warnings" class="warnings"><h2>Warnings</h2><ul>${r}</ul>${v(e.length-Me)}</section>
`}i(Ce,"warningsMarkup");function Ee(e){if(e.clusters.length===0)return n`<h2>No difference stands</h2>
<p>Nothing that was compared differs beyond what varies by nature. How much that is worth is said below.</p>`;let r=ae(e),t=r.length===0?l:n`<p class="claim">${g(r)}</p>`;return n`<h2>${X(S(e.clusters))}</h2>${t}`}i(Ee,"findingsLead");var fr=6e6,W=500;function De(e,r,t=fr){let o=S(e.clusters),a=[],s=t;for(let[c,u]of o.entries()){let f=be({arranged:u,number:c+1,evidence:e,details:r});if(s-=f.source().length,s<0&&c>0)break;a.push(f)}let d=o.slice(a.length);return n`<section id="differences" aria-label="Differences">${Ee(e)}
${hr(o.slice(0,a.length),e)}
${a}${gr(d,e)}</section>
`}i(De,"findingsMarkup");function hr(e,{plan:r}){if(e.length<2)return l;let t=e.map(o=>{let{where:a,before:s,after:d,short:c}=M(o,r.exchanges),u=c?n`: ${g(s)} \u2192 ${g(d)}`:l,{severity:f,id:w}=o.cluster;return n`<li><a href="#${w}"><span class="${f}">${O[f]} ${f}</span> ${g(a)}</a>${u}</li>
`});return n`<nav aria-label="Differences"><ol>
${t}</ol></nav>`}i(hr,"listMarkup");function gr(e,{plan:r}){if(e.length===0)return l;let t=e.slice(0,W).map(o=>{let{where:a,before:s,after:d,kind:c}=M(o,r.exchanges),u=n`${g(s,200)} \u2192 ${g(d,200)}`;return n`<li id="${o.cluster.id}">${g(a)}: ${u} \u00b7 ${o.cluster.severity} \u00b7 ${c}</li>
`});return n`<h3>Without a page of their own</h3>
<p>This document would grow too long: ${ee(e)}.</p>
<ul>
${t}</ul>${e.length>W?n`<p class="cut">The last ${e.length-W} stand in the evidence alone.</p>`:l}`}i(gr,"restMarkup");var V=100;function Te(e,r){let t=se(e,12);return n`<section id="ground"><h2>What this rests on</h2>
<dl class="rows">
${t.map(({label:o,text:a})=>n`<dt>${o}</dt><dd>${g(a)}</dd>
`)}</dl></section>
${$r(e)}${kr(e)}<section id="more"><h2>For who wants to know exactly</h2>
${br(e)}${b(`Cost: ${k((e.cost??[]).length,"measure")} of routes`,z("Cost, before and after",e.cost??[]))}${yr(e)}${vr(r)}</section>
`}i(Te,"groundMarkup");function $r({exercise:e}){if(!e.known)return l;let r=e.neverExecuted.flatMap(({file:t,lines:o,removed:a,nearest:s=[]})=>{let d=n`${p(t,400)}${a?n` <span class="cut">(before, now gone)</span>`:l}`;return s.length===0?[[d,n`${N(o,40)}`,n`\u2013`]]:s.map(c=>[d,n`${N(c.lines,40)}`,g(ie(c))])});return n`<section id="exercised"><h2>Changed lines that ran</h2>
<p>${h(e.executedLines)} of ${k(e.changedLines,"changed line")} ran in at least one replayed request. ${r.length===0?"None was left out.":"These never did, so nothing is known of them:"}</p>
${$({caption:"Never executed",head:["file","lines","nearest request"],rows:r})}</section>
`}i($r,"exerciseMarkup");function kr({status:e,exercise:r,shadow:t,unusedIgnores:o,fidelity:a}){let s=[...e.kind==="sufficient"?[]:e.reasons,...(r.unseen??[]).map(d=>`no agent saw code run from \`${d}\``),...t.isolationDetail.open.map(d=>`the sandbox left open: ${d}`),...a.examples.map(d=>`the baseline answers otherwise than production: ${d}`),...o.map(d=>`a written excuse excused nothing: ${d}`)];return s.length===0?l:n`<section id="limits"><h2>What was not seen</h2><ul>
${s.slice(0,V).map(d=>n`<li>${m(d)}</li>
`)}</ul>${v(s.length-V)}</section>
`}i(kr,"limitsMarkup");function br({noise:e,counts:r}){let t=$({caption:"What varies by nature, and what it was learned from",head:["place","route","difference","varies as","answers","hid","stands all the same"],rows:e.map(({pattern:o,route:a,kind:s,learned:d,samples:c,findings:u,refused:f})=>[n`<code>${E(o)}</code>`,p(a),n`${q[s]}`,m(d,400),n`${h(c)}`,n`${h(u)}`,n`${f.map(w=>n`${h(w.findings)}: ${m(w.reason,300)}<br>`)}`])});return b(`Noise: ${k(r.noise,"difference")} that baseline and secondary show too`,t)}i(br,"noiseMarkup");function yr({flaky:e,plan:r}){let t=e.slice(0,V).map(a=>{let{where:s,before:d,after:c,kind:u}=M({cluster:a,inAnswer:[],inState:[]},r.exchanges);return n`<li>${g(I`${s}: ${d} \u2192 ${c}`)} \u00b7 ${u}</li>
`}),o=n`<ul>
${t}</ul>${v(e.length-V)}`;return b(`Flaky: ${k(e.length,"difference")} that did not come back`,t.length===0?l:o)}i(yr,"flakyMarkup");function vr({rules:e}){let r=$({caption:"Rules of the policy",head:["rule","outcome","because"],rows:e.map(({rule:t,applies:o,why:a})=>[m(t,200),o?n`<strong>applies</strong>`:n`does not apply`,m(a)])});return b(`${k(e.length,"rule")} of the policy`,r)}i(vr,"rulesMarkup");var Se=n`<style>
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
</style>`;function Fe({evidence:e,evidenceDigest:r,verdict:t,details:o}){let a=`Shadowgate: ${F(t,e)}`;return n`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${a}</title>
${Se}
</head>
<body>
<a class="skip" href="#differences">To the differences</a>
<main>
${xe(e,t)}${De(e,o)}${Ce(e)}${pe(e)}${Te(e,t)}</main>
${wr(e,r,t)}</body>
</html>
`.source()}i(Fe,"renderHtml");function wr({tool:e,sideFiles:r},t,o){let a=r.map(({name:s})=>n`, ${p(s)}`);return n`<footer><dl class="rows">
<dt>Evidence</dt><dd>${p(t)}<br>An approval is bound to this digest. The document is <code>evidence.json</code> beside this page${a}.</dd>
<dt>Policy</dt><dd>${p(o.policyDigest)}</dd>
<dt>Written by</dt><dd>${e}</dd>
</dl></footer>
`}i(wr,"footerMarkup");import{createReadStream as Er}from"node:fs";import{join as Dr}from"node:path";import{createInterface as Tr}from"node:readline";function qe(e,r){if(e===null||r===void 0||e.variable===null)return[];let t=j(e.variable);for(let{baseline:o,candidate:a,equal:s}of r.pairs){if(s||o===null||a===null)continue;let d=xr(o,a),[c,u]=[d.filter(f=>j(f.name)===t),d.filter(f=>j(f.name)!==t)];if(c.some(f=>f.differs&&Mr(f,e)))return[...c,...u].toSorted((f,w)=>Number(w.differs)-Number(f.differs))}return[]}i(qe,"heldWhereTheyPart");function Mr({baseline:e,candidate:r},t){return e===t.baseline&&r===t.candidate}i(Mr,"showsIt");function xr(e,r){return[...new Set([...Object.keys(r.values),...Object.keys(e.values)])].flatMap(o=>{let[a,s]=[e.values[o],r.values[o]],d={baseline:A(a),candidate:A(s)};if(a===void 0||s===void 0)return[];let c=Y(a,s,()=>!1);return c.length===0?[{name:o,...d,differs:!1}]:c.map(u=>({name:`${o}${u.path}`,...Cr(u),differs:!0}))})}i(xr,"heldOf");function Cr({baseline:e,candidate:r}){return{baseline:A(e??void 0),candidate:A(r??void 0)}}i(Cr,"sidesOf");function A(e){return e===void 0?null:T(e)}i(A,"textOf");function j(e){return/^[^.[]*/.exec(e)?.[0]??e}i(j,"rootOf");var Sr=300;async function Ie(e,{clusters:r,sideFiles:t}){let o=new Set(t.map(({name:d})=>d)),a=await Fr(r,Oe(e,"findings.ndjson",o)),s=await qr(r,Oe(e,"traces.ndjson",o));return new Map(r.map(d=>{let c=s.get(x(d.service,Re(d))),u=a.get(x(d.service,d.example.exchangeId))??[];return[d.id,Or(d,c,u)]}))}i(Ie,"readClusterDetails");async function Fr(e,r){let t=new Map(e.map(({service:o,example:a})=>[x(o,a.exchangeId),[]]));for await(let o of r){if(!Ve(o,t))continue;let a=_.parse(JSON.parse(o)),s=t.get(x(a.service,a.exchangeId));s!==void 0&&s.length<Sr&&s.push(a)}return t}i(Fr,"findingsOf");async function qr(e,r){let t=new Map(e.map(a=>[x(a.service,Re(a)),a])),o=new Map;for await(let a of r){if(!Ve(a,t))continue;let s=J.parse(JSON.parse(a)),d=x(s.service,s.exchangeId);t.has(d)&&o.set(d,s)}return o}i(qr,"tracesOf");function Re({firstDivergence:e,example:r}){return e?.exchangeId??r.exchangeId}i(Re,"tracedExchange");function x(e,r){return`${e??""}
${r}`}i(x,"keyOf");function Ve(e,r){let t=/"exchangeId":"([^"\\]*)"/.exec(e)?.[1]??"",o=/^.{0,400}?"service":"([^"\\]*)"/.exec(e)?.[1];return r.has(x(void 0,t))||r.has(x(o,t))}i(Ve,"mayBeOf");function Or(e,r,t){let o=e.example.exchangeId!=="",a=new Set(e.findings);return{held:qe(e.firstDivergence,r),findings:o?t:t.filter(({id:s})=>a.has(s)),frames:Ir(e,r)}}i(Or,"detailsOf");function Ir({failure:e},r){return(r?.failures?.find(({role:o,error:a,at:s})=>o===e?.role&&a===e.error&&s===e.at)?.frames??[]).map(o=>({at:o.at,function:o.function,variables:Object.entries(o.values).map(([a,s])=>({name:a,value:T(s)}))}))}i(Ir,"framesOf");async function*Oe(e,r,t){if(!t.has(r))return;let o=Er(Dr(e,r),{encoding:"utf8"});try{for await(let a of Tr({input:o,crlfDelay:Number.POSITIVE_INFINITY}))a!==""&&(yield a)}finally{o.destroy()}}i(Oe,"linesOf");async function Zn(e,r){let t=Ar(e,G),o=await Ie(e,r.evidence);try{return await Vr(`${t}.part`,Fe({...r,details:o})),await Rr(`${t}.part`,t),t}catch(a){throw new L({code:"folder-not-writable",message:`${t} cannot be written (${a.code??String(a)}).`,remedy:"Name a folder that can be written with --evidence, and make sure its disk has room.",cause:a})}}i(Zn,"writeHtmlReport");export{Zn as a};
