import { App as Workloads } from 'cdk8s';
import { App } from 'cdktf';
import { Construct } from 'constructs';
import {
  addFindings,
  collectDiagnostics,
  computed,
  dedupe,
  type Diagnostic,
  type Finding,
  formatDiagnostic,
  forwardSources,
  type Sources,
  suppressWaived,
  ValidationError,
  withSources,
} from '../../../lib/core/diagnostics';
import { SettingsLocation } from '../../../lib/core/settings-location';

interface WidgetProps {
  readonly minSize: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly resources: { readonly cpu: string; readonly memory: string };
  readonly name: string;
}

class Widget extends Construct {}

const size: Finding = { id: 'widget-size', setting: 'minSize', message: 'minSize must be 1; got 0', hint: 'write 1' };
const settings = { size: 0, cpu: '1', labels: { 'example.com/a': 'b' } };
const lab = new SettingsLocation([{ file: 'environments/lab.ts', settings }]);
const sources: Sources<WidgetProps> = {
  minSize: lab.at('size'),
  labels: lab.at('labels'),
  resources: { cpu: lab.at('cpu'), memory: computed },
  name: computed,
};

function findingSources(...found: readonly (string | readonly string[])[]): string[] {
  const widget = new Widget(new App(), 'widget');
  withSources<WidgetProps>(widget, sources);
  addFindings(
    widget,
    found.map((setting) => ({ ...size, setting })),
  );
  return collectDiagnostics(widget).map(({ source }) => source);
}

describe('diagnostic', () => {
  it('source: is the setting that the prop is copied from', () => {
    expect(findingSources('minSize', 'resources.cpu', ['labels', 'example.com/a'])).toEqual([
      'environments/lab.ts → size',
      'environments/lab.ts → cpu',
      "environments/lab.ts → labels['example.com/a']",
    ]);
  });

  it('source: is construct and prop without a recorded setting', () => {
    expect(findingSources('name', 'resources.memory', 'resources')).toEqual([
      'Widget: name',
      'Widget: resources.memory',
      'Widget: resources',
    ]);
    const widget = new Widget(new App(), 'widget');
    addFindings(widget, [size]);
    expect(collectDiagnostics(widget).map(({ source }) => source)).toEqual(['Widget: minSize']);
  });

  it('source: is the prop of the parent for a prop that the parent forwards', () => {
    const parent = new Widget(new App(), 'parent');
    const child = new Widget(parent, 'child');
    withSources<WidgetProps>(parent, sources);
    forwardSources(parent, child, { 'count': 'minSize', 'limits.cpu': 'resources.cpu' });
    addFindings(child, [
      { ...size, setting: 'count' },
      { ...size, setting: 'limits.cpu' },
      { ...size, setting: 'own' },
    ]);
    expect(collectDiagnostics(parent).map(({ source }) => source)).toEqual([
      'environments/lab.ts → size',
      'environments/lab.ts → cpu',
      'Widget: own',
    ]);
  });

  it('format: has path and id, message, source and hint', () => {
    const widget = new Widget(new App(), 'widget');
    withSources<WidgetProps>(widget, sources);
    addFindings(widget, [size]);
    expect(collectDiagnostics(widget).map(formatDiagnostic)).toEqual([
      'widget  [widget-size]\n  minSize must be 1; got 0\n  environments/lab.ts → size\n  write 1',
    ]);
  });
});

describe('construct tree', () => {
  it('diagnostics: are in the order of the tree and of their findings', () => {
    const app = new App();
    const [first, second] = [new Widget(app, 'first'), new Widget(app, 'second')];
    addFindings(second, [size]);
    addFindings(first, [size]);
    addFindings(first, [{ ...size, id: 'widget-name' }]);
    expect(collectDiagnostics(app).map(({ id, path }) => [path, id])).toEqual([
      ['first', 'widget-size'],
      ['first', 'widget-name'],
      ['second', 'widget-size'],
    ]);
  });

  it.each([App, Workloads])('validation: fails with the same lines, each once', (Tree) => {
    const widget = new Widget(new Tree(), 'widget');
    addFindings(widget, [size]);
    addFindings(widget, [size]);
    const lines = collectDiagnostics(widget).map(formatDiagnostic);
    expect(widget.node.validate()).toEqual(lines);
  });

  it('validation: passes for a waived diagnostic of the same tree', () => {
    const [app, other] = [new App(), new App()];
    const [widget, same] = [new Widget(app, 'widget'), new Widget(other, 'widget')];
    for (const construct of [widget, same]) addFindings(construct, [size]);
    suppressWaived(app, ({ id }) => id === 'widget-size');
    expect(widget.node.validate()).toEqual([]);
    expect(same.node.validate()).toHaveLength(1);
    expect(collectDiagnostics(app)).toHaveLength(1);
  });
});

describe('validation error', () => {
  const diagnostic: Diagnostic = { id: 'a', path: 'lab', message: 'm', source: 's', hint: 'h' };

  it('message: has every diagnostic, with an empty line between two', () => {
    const error = new ValidationError([diagnostic, { ...diagnostic, id: 'b' }]);
    expect(error.message).toBe('lab  [a]\n  m\n  s\n  h\n\nlab  [b]\n  m\n  s\n  h');
    expect(error.diagnostics).toHaveLength(2);
  });

  it('duplicates: have the same id and source', () => {
    const elsewhere = { ...diagnostic, path: 'staging', message: 'n' };
    const others = [
      { ...diagnostic, id: 'b' },
      { ...diagnostic, source: 't' },
    ];
    expect(dedupe([diagnostic, elsewhere, ...others])).toEqual([diagnostic, ...others]);
  });
});
