import { App } from 'cdktf';
import { Construct, RootConstruct } from 'constructs';
import {
  type Finding,
  formatDiagnostic,
  collectDiagnostics,
  addFindings,
  dedupe,
  suppressWaived,
  ValidationError,
  withSource,
} from '../../../lib/core/diagnostics';

class Widget extends Construct {
  constructor(scope: Construct, id: string, found: readonly Finding[]) {
    super(scope, id);
    addFindings(this, found);
  }
}

const tooMany: Finding = {
  setting: 'min',
  message: 'min must be at most max (3), got 4',
  hint: 'lower min to 3 or less, or raise max',
};
const noName: Finding = { setting: 'name', message: 'a name is given, got none', hint: 'give one', id: 'naming' };

describe('a problem', () => {
  it('is four lines: what it is about, the rule, where it was written and what to do', () => {
    const root = new RootConstruct();
    const stack = new Construct(root, 'lab-cluster');
    const widget = new Widget(stack, 'node-group-general', [tooMany]);
    withSource(widget, (setting) => `environments/lab.ts → nodeGroups.general.${setting}`);
    expect(collectDiagnostics(root).map(formatDiagnostic)).toEqual([
      [
        'lab-cluster/node-group-general',
        '  min must be at most max (3), got 4',
        '  environments/lab.ts → nodeGroups.general.min',
        '  lower min to 3 or less, or raise max',
      ].join('\n'),
    ]);
  });

  it('is where the nearest construct above says that settings were written', () => {
    const root = new RootConstruct();
    withSource(root, (setting) => `far → ${setting}`);
    const middle = new Construct(root, 'middle');
    new Widget(middle, 'near', [tooMany]);
    new Widget(new Construct(root, 'aside'), 'far', [tooMany]);
    // Said after the report: a stack says where its settings stand when its constructs are made.
    withSource(middle, (setting) => `near → ${setting}`);
    expect(collectDiagnostics(root).map(({ path, source }) => [path, source])).toEqual([
      ['middle/near', 'near → min'],
      ['aside/far', 'far → min'],
    ]);
  });

  it('is in the settings of its construct where nobody says more', () => {
    const root = new RootConstruct();
    new Widget(root, 'widget', [tooMany]);
    expect(collectDiagnostics(root)[0]?.source).toBe('Widget → min');
  });
});

describe('a tree of constructs', () => {
  it('tells all of its problems, in the order of the tree and of their reports', () => {
    const root = new RootConstruct();
    const first = new Widget(root, 'first', [tooMany, noName]);
    new Widget(root, 'second', [noName]);
    new Widget(root, 'sound', []);
    addFindings(first, [{ ...noName, setting: 'label' }]);
    expect(collectDiagnostics(root).map(({ path, source, id }) => [path, source, id])).toEqual([
      ['first', 'Widget → min', undefined],
      ['first', 'Widget → name', 'naming'],
      ['first', 'Widget → label', 'naming'],
      ['second', 'Widget → name', 'naming'],
    ]);
  });

  it('fails the validation of cdktf and cdk8s with the same lines, each once', () => {
    const root = new RootConstruct();
    const widget = new Widget(root, 'widget', [tooMany]);
    addFindings(widget, [noName]);
    expect(widget.node.validate()).toEqual([
      'widget\n  min must be at most max (3), got 4\n  Widget → min\n  lower min to 3 or less, or raise max',
      'widget\n  a name is given, got none\n  Widget → name\n  give one',
    ]);
  });

  it('passes that validation where a problem is tolerated, and still tells it', () => {
    const app = new App();
    const widget = new Widget(app, 'widget', [tooMany, noName]);
    suppressWaived(app, ({ id }) => id === 'naming');
    expect(widget.node.validate()).toHaveLength(1);
    expect(widget.node.validate()[0]).toContain('min must be at most max');
    expect(collectDiagnostics(app)).toHaveLength(2);
  });

  it('tolerates nothing of another tree', () => {
    const [one, other] = [new RootConstruct(), new RootConstruct()];
    suppressWaived(one, () => true);
    expect(new Widget(other, 'widget', [noName]).node.validate()).toHaveLength(1);
  });
});

describe('the error that ends a program', () => {
  it('holds every problem, with an empty line between', () => {
    const root = new RootConstruct();
    new Widget(root, 'widget', [tooMany, noName]);
    const error = new ValidationError(collectDiagnostics(root));
    expect(error.name).toBe('ValidationError');
    expect(error.diagnostics).toHaveLength(2);
    expect(error.message).toBe(
      [
        'widget',
        '  min must be at most max (3), got 4',
        '  Widget → min',
        '  lower min to 3 or less, or raise max',
        '',
        'widget',
        '  a name is given, got none',
        '  Widget → name',
        '  give one',
      ].join('\n'),
    );
  });
});

describe('problems that several have in common', () => {
  const problem = { hint: 'lower it', path: 'lab', message: 'too many', source: 'apps/services/web.ts → port' };

  it('are told once, with the first that has them', () => {
    expect(dedupe([problem, { ...problem, path: 'staging' }])).toEqual([problem]);
  });

  it('are all told where place, rule or fix differ', () => {
    const others = [
      { ...problem, source: 'environments/lab.ts → port' },
      { ...problem, rule: 'too few' },
      { ...problem, hint: 'raise it' },
    ];
    expect(dedupe([problem, ...others])).toEqual([problem, ...others]);
  });
});
