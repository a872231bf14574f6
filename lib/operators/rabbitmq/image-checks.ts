import type { Finding } from '../../core/diagnostics';
import { isNotBefore, parseVersion, type Version } from '../../core/version';
import { checkImageDigest, checkRepository } from '../../kubernetes/pod/pod-checks';
import type { RabbitmqImage } from './props';
import { imageVersion } from './version';

/** Version of the cluster operator that runs the platform's clusters, and with which they are tested. */
export const clusterOperatorVersion = '2.20.0';

/** The earliest version of the cluster operator whose pods this library describes. */
const earliestOperator: Version = [2, 16, 0];

/**
 * The operator whose startup probe calls `/api/health/checks/reached-target-cluster-size`, and the server that answers it. An
 * earlier server answers 404, and the kubelet restarts each member for ever.
 *
 * @see https://github.com/rabbitmq/cluster-operator/releases/tag/v2.22.0
 */
const httpStartupProbe: { readonly operator: Version; readonly server: Version } = {
  operator: [2, 22, 0],
  server: [4, 2, 4],
};

/** Tags that the kubelet accepts. It refuses others with `InvalidImageName`. */
const tagPattern = /^[\w.-]{1,128}$/;

/** Checks repository, tag and digest of an image. */
export function checkImage(image: RabbitmqImage): Finding[] {
  const found = [
    ...checkRepository(image.repository),
    ...(/^[^@]*\w:[\w.-]+$/.test(image.repository) ? [repositoryWithTag(image.repository)] : []),
    ...(image.digest === undefined ? [] : checkImageDigest(image.digest)),
  ];
  if (imageVersion(image) && tagPattern.test(image.tag)) return found;
  return [
    ...found,
    {
      id: 'rabbitmq-image-tag',
      setting: 'image.tag',
      message: `tag must start with the full version of a RabbitMQ release, such as 4.2.9-management, and have 128 letters, digits and _.- at most; got '${image.tag}'`,
      hint: 'write major, minor and patch version: settings and probes depend on them',
    },
  ];
}

function repositoryWithTag(repository: string): Finding {
  return {
    id: 'image-repository',
    setting: 'image.repository',
    message: `repository must have no tag; got '${repository}'`,
    hint: 'write it in tag',
  };
}

/** Checks that the version of the cluster operator is known, and that its pods can run the image. */
export function checkOperatorVersion(operatorVersion: string, image: RabbitmqImage): Finding[] {
  const operator = parseVersion(operatorVersion);
  if (operator?.[0] !== earliestOperator[0] || !isNotBefore(operator, earliestOperator)) {
    return [
      {
        id: 'rabbitmq-operator-version',
        setting: 'backend.version',
        message: `version must be a version of the cluster operator from ${earliestOperator.join('.')} on, below 3; got '${operatorVersion}'`,
        hint: `write the version that the cluster runs, such as '${clusterOperatorVersion}'`,
      },
    ];
  }
  const server = imageVersion(image);
  // A tag without a version is reported as such.
  if (!server || !isNotBefore(operator, httpStartupProbe.operator) || isNotBefore(server, httpStartupProbe.server)) {
    return [];
  }
  return [
    {
      id: 'rabbitmq-operator-image',
      setting: 'image.tag',
      message: `tag must be ${httpStartupProbe.server.join('.')} or later with cluster operator ${operatorVersion}; got '${image.tag}'`,
      hint: `upgrade the image before the operator, or use an operator before ${httpStartupProbe.operator.join('.')}`,
    },
  ];
}
