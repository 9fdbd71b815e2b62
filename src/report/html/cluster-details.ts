import type { Finding } from '../../domain/divergence.ts';

/** A variable, or a place inside one, as both builds held it. */
export type HeldValue = {
  /** `discount`, `cart.items[0].price`. */
  readonly name: string;
  /** As text; null where that build did not hold or capture it. */
  readonly baseline: string | null;
  readonly candidate: string | null;
  readonly differs: boolean;
};

/** A function of the service through which an error was thrown. */
export type FailureFrame = {
  readonly at: string;
  readonly function: string;
  readonly variables: readonly { readonly name: string; readonly value: string }[];
};

/**
 * What the page of a group of findings shows beyond the evidence document: taken from the files beside it, for the one
 * exchange that serves as example.
 */
export type ClusterDetails = {
  /** What both builds held where they part, differences first; empty where no trace tells. */
  readonly held: readonly HeldValue[];
  /** What differs in that exchange, whatever became of it. */
  readonly findings: readonly Finding[];
  readonly frames: readonly FailureFrame[];
};

/** By id of the cluster; a cluster of which the files tell nothing is absent. */
export type DetailsById = ReadonlyMap<string, ClusterDetails>;
