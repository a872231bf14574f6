import type { Explanations } from '../../core/explanation';

export const explanations = {
  'filebeat-version': {
    reason:
      'Filebeat knows a file by a fingerprint of its first bytes from 8.14.0 on. By inode, which the file system uses again, it skips or repeats lines.',
    example: "version: '8.9.0'",
    fix: "version: '9.1.3'",
    see: 'https://www.elastic.co/docs/reference/beats/filebeat/filebeat-input-filestream',
  },
  'filebeat-policy': {
    reason:
      'The name is a key of the lifecycle policies of the cluster. With another one, the index template names a policy that does not exist, or one of Elasticsearch itself.',
    example: "lifecyclePolicy: 'logs'",
    fix: "lifecyclePolicy: 'container-logs'",
    see: 'https://www.elastic.co/docs/reference/beats/filebeat/ilm',
  },
  'filebeat-input-id': {
    reason:
      'Filebeat keeps the position in each file under the id of its input. Without an id, or with one that two inputs share, lines are lost or repeated.',
    example: "inputs: { '': { paths: ['/var/log/audit/*.log'] } }",
    fix: "inputs: { audit: { paths: ['/var/log/audit/*.log'] } }",
    see: 'https://github.com/elastic/beats/issues/31767',
  },
  'filebeat-input-type': {
    reason:
      'Filebeat 9 replaced the inputs container and log by filestream, and ends with an error when its configuration has one.',
    example: "version: '9.1.3', inputs: { audit: { type: 'log', … } }",
    fix: "version: '9.1.3', inputs: { audit: { type: 'filestream', … } }",
    see: 'https://github.com/elastic/beats/pull/42295',
  },
  'filebeat-input-path': {
    reason:
      'Autodiscovery reads the logs of containers, each by an input of its own. An input for all of them would send every line twice, without the metadata of pods. Agents mount no other directory than /var/log. A file of two inputs is sent twice.',
    example: "inputs: { all: { paths: ['/var/log/containers/*.log'] } }",
    fix: "inputs: { audit: { paths: ['/var/log/audit/*.log'] } }",
    see: 'https://github.com/elastic/beats/issues/36379',
  },
  'filebeat-multiline': {
    reason:
      'A container has one input. With an expression that Go does not compile, Filebeat does not start the input, and its logs are lost.',
    example: "multiline: [{ container: 'api', firstLine: '^(?=\\\\d)', namespace: 'apps' }]",
    fix: "multiline: [{ container: 'api', firstLine: '^\\\\d{4}-', namespace: 'apps' }]",
    see: 'https://www.elastic.co/docs/reference/beats/filebeat/multiline-examples',
  },
  'filebeat-annotation': {
    reason:
      'Agents are root and read any log file of the node, so annotations of pods do not configure them: one with raw or processors could read other files, or send the password of the agents.',
    example: "'co.elastic.logs/raw': '[{ type: filestream, paths: [/var/log/audit/*] }]'",
    fix: "'co.elastic.logs/enabled': 'false'",
    see: 'https://www.elastic.co/docs/reference/beats/filebeat/configuration-autodiscover-hints',
  },
} as const satisfies Explanations;
