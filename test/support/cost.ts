import { estimateStack } from '../../lib/cost/estimate';

/** Resources by type and name, as in Terraform's JSON. */
type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** Returns the main.tf.json of a stack with these resources. */
export function stackJson(resource: Resources, region = 'eu-west-1'): string {
  return JSON.stringify({ provider: { aws: [{ region }] }, resource });
}

/** Estimates the monthly cost of resources. */
export function estimateResources(resource: Resources, region?: string) {
  return estimateStack(stackJson(resource, region));
}

/** Returns the minimum and maximum in USD a month by kind, to the cent. */
export function monthly(resource: Resources): Record<string, [number, number]> {
  const { items, notPriced } = estimateResources(resource);
  if (notPriced.length > 0) throw new Error(notPriced.join('\n'));
  return Object.fromEntries(items.map(({ each, kind, min, max }) => [kind, [cents(each * min), cents(each * max)]]));
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

/** Returns an Auto Scaling group and its launch template, with one name. */
export function groupResources(name: string, group: object, template: object): Resources {
  return {
    aws_autoscaling_group: { [name]: { launch_template: { id: `\${aws_launch_template.${name}.id}` }, ...group } },
    aws_launch_template: { [name]: template },
  };
}
