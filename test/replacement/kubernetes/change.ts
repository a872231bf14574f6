import { listed } from '../../provider-schema/agreement';
import type { App } from 'cdk8s';
import type { Construct } from 'constructs';
import { type Wave, WaveChart } from '../../../lib/kubernetes/manifests/wave';

/** One change of one setting of P, and what it does. */
interface Case<P, V> {
  /** The value after the change. */
  readonly to: V | undefined;
  /** Kinds of the objects that are replaced, in order, or all of them. @default none */
  readonly replaces?: readonly string[] | 'everything';
  /** Kinds of the objects whose pods are, in order. @default none */
  readonly rolls?: readonly string[];
  /** Settings before and after, where the usual ones do not do. @default the usual ones */
  readonly given?: Partial<P>;
  /** It is nowhere in the objects. @default false */
  readonly unwritten?: true;
}

type Cases<P> = { readonly [K in keyof P]-?: Case<P, P[K]> | readonly Case<P, P[K]>[] };

/** A construct with usual settings, and the changes of each. */
export interface Scene {
  readonly describe: (app: App, props: object) => void;
  readonly cases: Readonly<Record<string, readonly Case<object, unknown>[]>>;
}

/** Scenes by the interface of their settings. */
export type Scenes = Readonly<Record<string, Scene>>;

/**
 * @param describe makes the construct with its usual settings, and those given instead of them
 * @param cases every setting of the interface, each with a change or several
 */
export function scene<P extends object>(
  describe: (chart: Construct, props: Partial<P>) => void,
  cases: Cases<P>,
): Scene {
  return sceneOfApp((app, props) => describe(chart(app), props), cases);
}

/** The same for what makes its own charts. */
export function sceneOfApp<P extends object>(describe: (app: App, props: Partial<P>) => void, cases: Cases<P>): Scene {
  return { cases: listed(cases), describe };
}

export function chart(app: App, wave: Wave = 'workloads'): WaveChart {
  return new WaveChart(app, { environment: 'lab', wave });
}
