import { casesBySetting } from '../../provider-schema/agreement';
import type { App } from 'cdk8s';
import type { Construct } from 'constructs';
import { type Wave, WaveChart } from '../../../lib/kubernetes/manifests/wave';

/** A change of one prop of P, and its effect. */
interface Case<P, V> {
  /** The value after the change. */
  readonly to: V | undefined;
  /**
   * Kinds of the replaced objects, in order, or all of them.
   * @default none
   */
  readonly replaces?: readonly string[] | 'everything';
  /**
   * Kinds of the objects whose pods are replaced, in order.
   * @default none
   */
  readonly rolls?: readonly string[];
  /**
   * Other props before and after.
   * @default those of the scene
   */
  readonly given?: Partial<P>;
  /**
   * True if no object contains the prop.
   * @default false
   */
  readonly unwritten?: true;
}

type Cases<P> = { readonly [K in keyof P]-?: Case<P, P[K]> | readonly Case<P, P[K]>[] };

/** A construct with props of its own, and changes of each. */
export interface Scene {
  readonly describe: (app: App, props: object) => void;
  readonly cases: Readonly<Record<string, readonly Case<object, unknown>[]>>;
}

/** Scenes by the interface of their props. */
export type Scenes = Readonly<Record<string, Scene>>;

/**
 * @param describe creates the construct with the scene's props, and those of a case instead of them
 * @param cases one or more changes of every prop of the interface
 */
export function scene<P extends object>(
  describe: (chart: Construct, props: Partial<P>) => void,
  cases: Cases<P>,
): Scene {
  return appScene((app, props) => describe(chart(app), props), cases);
}

/** Returns a scene that creates its own charts. */
export function appScene<P extends object>(describe: (app: App, props: Partial<P>) => void, cases: Cases<P>): Scene {
  return { cases: casesBySetting(cases), describe };
}

export function chart(app: App, wave: Wave = 'workloads'): WaveChart {
  return new WaveChart(app, { environment: 'lab', wave });
}
