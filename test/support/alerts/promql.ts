import { parser } from '@prometheus-io/lezer-promql';
import type { Rule } from './rules';

/** Returns the names of metrics that rules read, except those that the rules record. */
export function metricsOf(rules: readonly Rule[]): string[] {
  const recorded = new Set(rules.map(({ record }) => record));
  const names = new Set(rules.flatMap(({ expr }) => metricNames(expr)));
  return [...names].filter((name) => !recorded.has(name)).sort();
}

/** Returns the names of metrics of an expression. An expression that Prometheus cannot parse is an error. */
export function metricNames(expression: string): string[] {
  const names: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ from, node, to, type }) => {
      if (type.isError) throw new Error(`syntax error at ${from} of ${expression}`);
      if (type.name !== 'VectorSelector') return;
      const name = node.getChild('Identifier');
      if (name === null) throw new Error(`a selector must have a name: ${expression.slice(from, to)}`);
      names.push(expression.slice(name.from, name.to));
    },
  });
  return names;
}
