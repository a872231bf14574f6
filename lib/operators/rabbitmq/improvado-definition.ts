import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { addCheck } from '../../core/diagnostics';
import { managedBy } from '../../kubernetes/pod/labels';
import { ignoredFields, rabbitmqSchema } from './improvado-schema';
import { checkKubernetesVersion } from './improvado-version';

/**
 * The CustomResourceDefinition of the talk's operator. That of its repository is of an API that Kubernetes 1.22 removed, and has no
 * schema. This one has a schema, by which the API server refuses unknown fields and values of wrong types, and it warns of
 * the fields that the operator ignores with every apply. Wave `operators`, for Kubernetes 1.22 to 1.24.
 *
 * @example
 * new ImprovadoDefinition(scope, 'rabbitmq-definition');
 */
export class ImprovadoDefinition extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    addCheck(this, () => checkKubernetesVersion(this, 'definition'));
    new ApiObject(this, 'Resource', {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'rabbitmqs.rabbitmq.improvado.io', labels: managedBy },
      spec: {
        group: 'rabbitmq.improvado.io',
        names: { kind: 'Rabbitmq', listKind: 'RabbitmqList', plural: 'rabbitmqs', singular: 'rabbitmq' },
        scope: 'Namespaced',
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            // The only way in which a definition warns.
            deprecated: true,
            deprecationWarning: `Rabbitmq: the operator works up to Kubernetes 1.24. It ignores ${ignoredFields.join(', ')}`,
            schema: { openAPIV3Schema: rabbitmqSchema },
            subresources: { status: {} },
          },
        ],
      },
    });
  }
}
