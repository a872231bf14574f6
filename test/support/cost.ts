import { estimateStack } from '../../lib/cost/estimate';

/** Resources by type and name, as Terraform's JSON has them. */
type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** The file of a stack in Ireland with these resources. */
export function stackOf(resource: Resources, region = 'eu-west-1'): string {
  return JSON.stringify({ provider: { aws: [{ region }] }, resource });
}

export function estimateOf(resource: Resources, region?: string) {
  return estimateStack(stackOf(resource, region));
}

/** What is paid for as `kind` → [at least, at most] in USD a month, to the cent. */
export function monthly(resource: Resources): Record<string, [number, number]> {
  const { items, notPriced } = estimateOf(resource);
  if (notPriced.length > 0) throw new Error(notPriced.join('\n'));
  return Object.fromEntries(items.map(({ each, kind, min, max }) => [kind, [cents(each * min), cents(each * max)]]));
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/** A group of machines with its template, named alike. */
export function groupOf(name: string, group: object, template: object): Resources {
  return {
    aws_autoscaling_group: { [name]: { launch_template: { id: `\${aws_launch_template.${name}.id}` }, ...group } },
    aws_launch_template: { [name]: template },
  };
}
