import { App } from 'cdktf';
import { Construct, RootConstruct } from 'constructs';
import {
  addFindings,
  collectDiagnostics,
  computed,
  dedupe,
  type Finding,
  formatDiagnostic,
  forwardSources,
  suppressWaived,
  ValidationError,
  withSources,
} from '../../../lib/core/diagnostics';
import { SettingsLocation } from '../../../lib/core/settings-location';

interface WidgetProps {
  readonly name: string;
  readonly size: { readonly min: number; readonly max: number };
}

const widgetProps: WidgetProps = { name: 'one', size: { max: 3, min: 4 } };

class Widget extends Construct {
  constructor(scope: Construct, id: string, { name: label }: WidgetProps, found: readonly Finding[] = []) {
    super(scope, id);
    this.node.addMetadata('label', label);
    addFindings(this, found);
  }
}

const size: Finding = {
  id: 'widget-size',
  setting: 'size.min',
  message: 'min must be at most max (3); got 4',
  hint: 'lower min to 3, or raise max',
};
const name: Finding = { id: 'widget-name', setting: 'name', message: 'name must be set; got none', hint: 'set it' };

const lab = new SettingsLocation([{ file: 'environments/lab.ts', settings: { widgets: { one: { min: 4 } } } }]);

describe('sources', () => {
  it('type: is that of the construct', () => {
    class Gadget extends Construct {
      constructor(scope: Construct, id: string, { label }: { readonly label: string }) {
        super(scope, id);
        this.node.addMetadata('label', label);
      }
    }
    const widget = new Widget(new RootConstruct('root'), 'widget', widgetProps);
    expect(() => {
      withSources(Gadget, widget, { label: computed });
    }).toThrow('widget is not a Gadget');
    // @ts-expect-error: a construct of another class has other props.
    withSources(Widget, widget, { label: computed });
    // @ts-expect-error: each prop has a source.
    withSources(Widget, widget, { name: computed });
  });
});

describe('diagnostics of a construct', () => {
  it('source: the setting that the prop is copied from', () => {
    const widget = new Widget(new RootConstruct(), 'widget', widgetProps, [size, name]);
    withSources(Widget, widget, { name: computed, size: lab.atPath('widgets', 'one') });
    expect(collectDiagnostics(widget).map(({ source }) => source)).toEqual([
      'environments/lab.ts → widgets.one.min',
      'Widget: name',
    ]);
  });

  it('source: a map where the members of a prop come from different settings', () => {
    const widget = new Widget(new RootConstruct(), 'widget', widgetProps, [size]);
    const own = lab.atPath('widgets', 'one', 'min');
    withSources(Widget, widget, { name: computed, size: { max: computed, min: own } });
    expect(collectDiagnostics(widget)[0]?.source).toBe('environments/lab.ts → widgets.one.min');
  });

  it("source: the prop of the parent that a child's prop is copied from", () => {
    const parent = new Widget(new RootConstruct(), 'parent', widgetProps, []);
    const child = new Widget(parent, 'child', widgetProps, [name]);
    forwardSources(parent, child, { name: 'size.min' });
    expect(collectDiagnostics(parent)[0]?.source).toBe('Widget: size.min');
    withSources(Widget, parent, { name: computed, size: lab.atPath('widgets', 'one') });
    expect(collectDiagnostics(parent)[0]?.source).toBe('environments/lab.ts → widgets.one.min');
  });

  it('source: construct and prop without a recorded source, and never a file', () => {
    const labels: Finding = { ...name, setting: ['labels', 'node.adamant.dev/group'] };
    const root = new RootConstruct();
    withSources(Widget, new Widget(root, 'other', widgetProps, []), { name: lab, size: lab });
    new Widget(root, 'widget', widgetProps, [size, labels]);
    expect(collectDiagnostics(root).map(({ source }) => source)).toEqual([
      'Widget: size.min',
      "Widget: labels['node.adamant.dev/group']",
    ]);
  });

  it('order: of the tree, then of the checks', () => {
    const root = new RootConstruct();
    const first = new Widget(root, 'first', widgetProps, [size]);
    new Widget(root, 'second', widgetProps, [name]);
    addFindings(first, [name]);
    expect(collectDiagnostics(root).map(({ id, path }) => [path, id])).toEqual([
      ['first', 'widget-size'],
      ['first', 'widget-name'],
      ['second', 'widget-name'],
    ]);
  });
});

describe('validation of cdktf and cdk8s', () => {
  it('fails with the four lines of each diagnostic', () => {
    const widget = new Widget(new RootConstruct(), 'widget', widgetProps, [size]);
    addFindings(widget, [name]);
    expect(widget.node.validate()).toEqual([
      'widget  [widget-size]\n  min must be at most max (3); got 4\n  Widget: size.min\n  lower min to 3, or raise max',
      'widget  [widget-name]\n  name must be set; got none\n  Widget: name\n  set it',
    ]);
  });

  it('ignores waived diagnostics of its own tree only', () => {
    const app = new App();
    const widget = new Widget(app, 'widget', widgetProps, [size, name]);
    suppressWaived(app, ({ id }) => id === 'widget-name');
    expect(widget.node.validate().map((text) => text.split('\n')[0])).toEqual(['widget  [widget-size]']);
    expect(collectDiagnostics(app)).toHaveLength(2);
    expect(new Widget(new RootConstruct(), 'widget', widgetProps, [name]).node.validate()).toHaveLength(1);
  });
});

describe('validation error', () => {
  it('message: all diagnostics, separated by an empty line', () => {
    const found = collectDiagnostics(new Widget(new RootConstruct(), 'widget', widgetProps, [size, name]));
    const error = new ValidationError(found);
    expect([error.name, error.diagnostics]).toEqual(['ValidationError', found]);
    expect(error.message).toBe(found.map(formatDiagnostic).join('\n\n'));
  });
});

describe('repetitions', () => {
  const diagnostic = { id: 'a', path: 'lab', message: 'too many', source: 'web.ts → port', hint: 'lower it' };

  it('a mistake in one place is reported once, with the first construct that encountered it', () => {
    expect(dedupe([diagnostic, { ...diagnostic, path: 'staging', message: 'too many here' }])).toEqual([diagnostic]);
  });

  it('mistakes in two places, and two checks of one place, are reported separately', () => {
    const others = [
      { ...diagnostic, source: 'lab.ts → port' },
      { ...diagnostic, id: 'b' },
    ];
    expect(dedupe([diagnostic, ...others])).toEqual([diagnostic, ...others]);
  });
});
