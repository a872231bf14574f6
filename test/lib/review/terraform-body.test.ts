import { blocksIn, isTrue, listIn, numberIn, referencedBlock, textIn } from '../../../lib/review/terraform-body';

describe('Terraform JSON arguments', () => {
  it('numberIn: reads numbers and strings, and returns NaN for expressions', () => {
    expect(['3', 3, undefined].map((size) => numberIn({ size }, 'size', 7))).toEqual([3, 3, 7]);
    for (const size of ['${var.size}', '', null, true, [3]]) expect(numberIn({ size }, 'size', 7)).toBeNaN();
    expect(numberIn({}, 'size')).toBeNaN();
  });

  it('textIn: reads strings', () => {
    expect([{ name: 'a' }, { name: 3 }, {}].map((body) => textIn(body, 'name'))).toEqual(['a', '', '']);
  });

  it('isTrue: accepts true as a boolean and as a string', () => {
    expect([true, 'true', false, 'false', undefined].map((on) => isTrue({ on }, 'on'))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('blocksIn and listIn: read one or many', () => {
    expect(blocksIn({ disk: { size: 1 } }, 'disk')).toEqual([{ size: 1 }]);
    expect(blocksIn({ disk: [{ size: 1 }, { size: 2 }] }, 'disk')).toHaveLength(2);
    expect(blocksIn({ disk: '${var.disks}' }, 'disk')).toEqual([]);
    expect(listIn({ subnets: ['a', 'b'] }, 'subnets')).toEqual(['a', 'b']);
    expect([listIn({}, 'subnets'), listIn({ subnets: null }, 'subnets')]).toEqual([[], []]);
  });

  it('name a resource of a type, or none', () => {
    expect(referencedBlock('aws_eip', '${aws_eip.nat-a_1.id}')).toBe('nat-a_1');
    for (const other of ['${data.aws_eip.nat.id}', '${aws_eip_association.nat.id}', 'aws_eip.nat.id', '']) {
      expect(referencedBlock('aws_eip', other)).toBeUndefined();
    }
  });
});
