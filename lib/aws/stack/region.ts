import { Aspects, TerraformDataSource, type TerraformProvider, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

/** Another region of a stack's account, which has a provider of its own. */
export class Region {
  constructor(
    /** AWS's name of it: `eu-central-1`. */
    readonly name: string,
    readonly provider: TerraformProvider,
  ) {}

  /** Lets a construct, and everything below it, stand in the region. What stood elsewhere is replaced. */
  holds<Held extends Construct>(construct: Held): Held {
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
