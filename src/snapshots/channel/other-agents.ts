/**
 * Off-switches of other agents that stop a service to read its variables, set in every instance: V8 shares among all who
 * debug a process whether it stops for throws, so that what such an agent switches on and off it does to ours too, and a
 * stop of some milliseconds for each throw would be measured as the change's own. What they trace stays on: spans are part of
 * what a service does. Sentry has no such variable; its session is noticed by the agent (other-inspectors.cjs).
 */
export const switchedOff: Readonly<Record<string, string>> = {
  DD_DYNAMIC_INSTRUMENTATION_ENABLED: 'false',
  DD_EXCEPTION_REPLAY_ENABLED: 'false',
  DD_EXCEPTION_DEBUGGING_ENABLED: 'false',
  DD_REMOTE_CONFIGURATION_ENABLED: 'false',
};
