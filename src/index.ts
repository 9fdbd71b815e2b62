/** The library: the gate, the comparison and the recorder, with the types of what goes in and comes out. */

export { type CaptureRequest, captureState } from './asking/capture-state.ts';
export { type CompareRequest, type Comparison, compareSources } from './compare-sources.ts';
export type { CapturedState } from './domain/captured-state.ts';
export type { Change, Commit, PullRequest } from './domain/change.ts';
export type { Cluster } from './domain/cluster.ts';
export type { Divergence, Finding, Severity } from './domain/divergence.ts';
export type { Evidence } from './domain/evidence.ts';
export { evidence as evidenceSchema } from './domain/evidence.ts';
export type { FirstDivergence } from './domain/evidence-trace.ts';
export type { Policy, PolicyInForce, Rule } from './domain/policy.ts';
export type { OnProgress, ProgressEvent } from './domain/progress.ts';
export type { CommitProvenance, Provenance, Signal } from './domain/provenance.ts';
export type {
  CallCounters,
  Exchange,
  RecordedCall,
  RecordingCounters,
  RecordingHeader,
  RecordingSummary,
} from './domain/recording.ts';
export type { Approval, Review, Verdict } from './domain/verdict.ts';
export { type ErrorCode, errorCodes, exitCodes, GateError } from './errors.ts';
export { type EvidenceOnFile, readEvidence, readEvidenceFiles } from './evidence/evidence-files.ts';
export {
  type GatedChange,
  type GateRequest,
  gateChange,
  type JudgeRequest,
  judgeEvidence,
} from './gate-change.ts';
export type { Ports } from './ports.ts';
export { agentPathFrom } from './preparation/agent-path.ts';
export { detectProvenance } from './provenance/detect-provenance.ts';
export { OpenExchanges } from './recording/calls/open-exchanges.ts';
export { type OutboundRecorder, startOutboundRecorder } from './recording/calls/outbound-recorder.ts';
export { readStandIns } from './recording/calls/read-stand-ins.ts';
export { readCalls, readExchanges, summariseRecording } from './recording/file/recording-reader.ts';
export { createRecording, type RecordingWriter } from './recording/file/recording-writer.ts';
export { createRedactor, type Redactor } from './recording/redaction/redaction.ts';
export { type RecordingProxy, startRecordingProxy } from './recording/relay/recording-proxy.ts';
export { renderMarkdown } from './report/render-markdown.ts';
export { renderTerminal } from './report/render-terminal.ts';
export { handleSignals } from './shadow/processes/handle-signals.ts';
export { sweepStale } from './shadow/processes/sweep-stale.ts';
export { createTeardown, type Teardown } from './shadow/processes/teardown.ts';
