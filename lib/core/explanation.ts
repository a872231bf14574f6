/** The long form of a check, as `adamant explain <id>` prints it. */
export interface Explanation {
  /** Consequence of the mistake: a sentence or two about AWS, Kubernetes or Terraform, not about this program. */
  readonly reason: string;
  /** A setting that the check rejects. */
  readonly example: string;
  /** The same setting, corrected. */
  readonly fix: string;
  /** The documentation that the limit or rule comes from. */
  readonly see?: string;
}

/** Explanations by the id of their check. */
export type Explanations = Readonly<Record<string, Explanation>>;
