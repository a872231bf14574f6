/** Fields of every manifest. */
export interface Manifest {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly metadata: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly name: string;
    readonly namespace?: string;
  };
}
