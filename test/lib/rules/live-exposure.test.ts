import fc from 'fast-check';
import { type Backend, checkExposureChange } from '../../../lib/rules/live-exposure';

const web: Backend = { healthPath: '/ready', name: 'web', nodePort: 30_080, port: 8080, weight: 100 };
const next: Backend = { healthPath: '/healthy', name: 'web-next', nodePort: 30_180, port: 8080, weight: 0 };
const told = (before: readonly Backend[], after: readonly Backend[]) =>
  checkExposureChange(before, after).map(({ hint, message, setting }) => [setting, message, hint]);

describe('a change of what gets requests', () => {
  it.each<[string, Backend, [string, string, string]]>([
    [
      'another node port',
      { ...web, nodePort: 30_081 },
      [
        'nodePort',
        'nodePort of web must not change while it gets requests (30080), got 30081',
        'add a variant with the new nodePort at weight 0, move the requests to it, change web while it gets none, and move them back',
      ],
    ],
    [
      'another port of its pods',
      { ...web, port: 9090 },
      [
        'port',
        'port of web must not change while it gets requests (8080), got 9090',
        'add a variant with the new port at weight 0, move the requests to it, change web while it gets none, and move them back',
      ],
    ],
    [
      'another health path',
      { ...web, healthPath: '/healthy' },
      [
        'healthPath',
        'healthPath of web must not change while it gets requests (/ready), got /healthy',
        'add a variant with the new healthPath at weight 0, move the requests to it, change web while it gets none, and move them back',
      ],
    ],
    [
      'another protocol',
      { ...web, protocol: 'grpc' },
      [
        'protocol',
        'protocol of web must not change while it gets requests (http), got grpc',
        'make a second service at an address of its own, and end this one when nobody calls it',
      ],
    ],
  ])('such as %s is refused', (_, after, finding) => {
    expect(told([web], [after])).toEqual([finding]);
  });

  it('is refused even where requests are moved with it: machines and pods are not there at that moment', () => {
    const moved = { ...web, nodePort: 30_081 };
    expect(
      told(
        [
          { ...web, weight: 0 },
          { ...next, weight: 100 },
        ],
        [moved, next],
      ),
    ).toHaveLength(1);
    expect(
      told(
        [web, next],
        [
          { ...moved, weight: 0 },
          { ...next, weight: 100 },
        ],
      ),
    ).toHaveLength(1);
  });

  it('such as a variant that comes with requests, or goes with them, is refused', () => {
    expect(told([web], [web, { ...next, weight: 5 }])).toEqual([
      [
        'weight',
        'web-next must come with weight 0, since its pods are not there yet, got 5',
        'give it weight 0, apply both halves, and then 5',
      ],
    ]);
    expect(told([web, { ...next, weight: 5 }], [web])).toEqual([
      [
        'weight',
        'web-next must have weight 0 before it is removed, got 5',
        'give it weight 0, apply, and then remove it',
      ],
    ]);
  });

  it('is none where a service comes or goes as a whole', () => {
    expect(told([], [web])).toEqual([]);
    expect(told([web], [])).toEqual([]);
  });

  it('is possible in two variants: each of its steps is accepted', () => {
    const changed = { ...web, healthPath: '/healthy', nodePort: 30_081, port: 9090 };
    const steps: readonly (readonly Backend[])[] = [
      [web],
      [web, next],
      [
        { ...web, weight: 0 },
        { ...next, weight: 100 },
      ],
      [
        { ...changed, weight: 0 },
        { ...next, weight: 100 },
      ],
      [changed, next],
      [changed],
    ];
    for (const [index, step] of steps.entries()) expect(told(steps[index - 1] ?? step, step)).toEqual([]);
  });

  it('of weights alone is always accepted', () => {
    const weight = fc.integer({ max: 100, min: 0 });
    fc.assert(
      fc.property(weight, weight, (before, after) => {
        const shared = (share: number) => [
          { ...web, weight: 100 - share },
          { ...next, weight: share },
        ];
        expect(told(shared(before), shared(after))).toEqual([]);
      }),
    );
  });
});
