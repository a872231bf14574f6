import { Aspects, TerraformDataSource, type TerraformProvider, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { recordRegion } from './unique-name';

/** Another region of a stack's account, with its own provider. */
export class Region {
  constructor(
    /** The region's name: `eu-central-1`. */
    readonly name: string,
    readonly provider: TerraformProvider,
  ) {}

  /** Puts a construct, and everything below it, in the region, and returns it. A change of region replaces its resources. */
  assign<Assigned extends Construct>(construct: Assigned): Assigned {
    recordRegion(construct, this.name);
    Aspects.of(construct).add({
      visit: (below) => {
        if (TerraformResource.isTerraformResource(below) || TerraformDataSource.isTerraformDataSource(below)) {
          below.provider ??= this.provider;
        }
      },
    });
    return construct;
  }
}
