/** Types of PromQL: a scalar, an instant vector, a range vector, or a text. */
export type PromqlType = 'matrix' | 'scalar' | 'string' | 'vector';

/** Types of a function's arguments, of which the last one may be optional, or be given any number of times. */
export interface Signature {
  readonly parameters: readonly PromqlType[];
  readonly last: 'any number' | 'once' | 'optional';
  readonly returns: PromqlType;
}

const types = { m: 'matrix', s: 'scalar', t: 'string', v: 'vector' } as const;

/**
 * Functions by their parameters, by the first letter of each type. `?` follows an optional one, and `*` one that is repeated. Functions
 * that a Prometheus has with `--enable-feature=promql-experimental-functions` alone are not among them.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/functions/
 */
const functions: Readonly<Record<string, string>> = {
  '': 'pi time',
  'm':
    'absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate last_over_time max_over_time ' +
    'min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time',
  'ms': 'predict_linear',
  's': 'vector',
  'sm': 'quantile_over_time',
  'ssv': 'histogram_fraction',
  'sv': 'histogram_quantile',
  'v':
    'abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg histogram_count histogram_stddev ' +
    'histogram_stdvar histogram_sum ln log10 log2 rad scalar sgn sin sinh sort sort_desc sqrt tan tanh timestamp',
  'v?': 'day_of_month day_of_week day_of_year days_in_month hour minute month year',
  'vs': 'clamp_max clamp_min',
  'vs?': 'round',
  'vss': 'clamp',
  'vttt*': 'label_join',
  'vtttt': 'label_replace',
};

/** Aggregations by their parameters. */
const aggregations: Readonly<Record<string, string>> = {
  sv: 'bottomk quantile topk',
  tv: 'count_values',
  v: 'avg count group max min stddev stdvar sum',
};

const scalars = ['pi', 'scalar', 'time'];

/** Signatures of functions, by name. */
export const functionSignatures = signatures(functions);

/** Signatures of aggregations, by name. */
export const aggregationSignatures = signatures(aggregations);

function signatures(table: Readonly<Record<string, string>>): ReadonlyMap<string, Signature> {
  return new Map(
    Object.entries(table).flatMap(([letters, names]) =>
      names.split(' ').map((name): [string, Signature] => [
        name,
        {
          parameters: [...letters].flatMap((letter) => (letter in types ? types[letter as keyof typeof types] : [])),
          last: letters.endsWith('?') ? 'optional' : letters.endsWith('*') ? 'any number' : 'once',
          returns: scalars.includes(name) ? 'scalar' : 'vector',
        },
      ]),
    ),
  );
}
