/** A file as a loader compiled it while it was loaded, and what of that text ran: offsets, by turns of a beginning and an end. */
export type CompiledScript = {
  readonly path: string;
  /** Empty where it was too long to be told. */
  readonly text: string;
  readonly ran: readonly number[];
};
