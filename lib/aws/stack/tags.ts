import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';

/** Tags by key. */
export type Tags = Readonly<Record<string, string>>;

/**
 * Limits of AWS. A resource has at most 50 tags, of which constructs and AWS add some.
 *
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
const limits = { key: 128, ownTags: 30, value: 256 } as const;

/** Keys of tags that stacks and constructs set. IAM compares keys without regard to case. */
const ownKeys = ['environment', 'managed-by', 'stack', 'name', 'node-group', 'kubernetes_version'];

const reservedPrefix = /^(?:aws:|(?:[\w.-]+\.)?(?:kubernetes\.io|k8s\.io)\/)/i;
const characters = /^[\p{L}\p{N} _.:/=+@-]*$/u;

const tagsByStack = new WeakMap<TerraformStack, Tags>();

/** Records the default tags of a stack's provider. */
export function recordDefaultTags(stack: TerraformStack, tags: Tags): void {
  tagsByStack.set(stack, tags);
}

/**
 * Returns the default tags of a construct's stack, for resources that the provider does not give them to: instances, volumes and
 * network interfaces, which Auto Scaling creates. A stack of another class has none.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group#tag
 */
export function defaultTags(construct: Construct): Tags {
  return tagsByStack.get(TerraformStack.of(construct)) ?? {};
}

/** Checks the tags that a program adds to all resources of a stack. */
export function checkTags(tags: Tags): Finding[] {
  const entries = sortedEntries(tags);
  const id = 'stack-tags';
  const found = entries.flatMap(([key, value]): Finding[] => {
    const setting = ['tags', key];
    if (reservedPrefix.test(key) || ownKeys.includes(key.toLowerCase())) {
      return [
        {
          id,
          setting,
          message: `the key of a tag must not be one that AWS, Kubernetes or the stack sets; got '${key}'`,
          hint: 'choose another key: keys are compared without regard to case',
        },
      ];
    }
    if (!isText(key, 1, limits.key)) {
      return [
        {
          id,
          setting,
          message: `the key of a tag must have 1 to ${limits.key} letters, digits, spaces and _.:/=+-@; got '${key}'`,
          hint: "write it as 'cost-center'",
        },
      ];
    }
    const twin = entries.find(([other]) => other !== key && other.toLowerCase() === key.toLowerCase());
    if (twin && twin[0] < key) {
      return [
        {
          id,
          setting,
          message: `the key of a tag must differ from others in more than case; got '${key}' and '${twin[0]}'`,
          hint: `remove one of them: IAM rejects both`,
        },
      ];
    }
    if (isText(value, 0, limits.value)) return [];
    return [
      {
        id,
        setting,
        message: `the value of a tag must have at most ${limits.value} letters, digits, spaces and _.:/=+-@; got '${value}'`,
        hint: 'shorten it, and write hyphens for other characters',
      },
    ];
  });
  if (entries.length <= limits.ownTags) return found;
  return [
    ...found,
    {
      id,
      setting: 'tags',
      message: `tags must have at most ${limits.ownTags} entries; got ${entries.length}`,
      hint: 'remove some: AWS permits 50 tags of a resource, and constructs add others',
    },
  ];
}

function isText(text: string, min: number, max: number): boolean {
  return text.length >= min && text.length <= max && text.trim() === text && characters.test(text);
}
