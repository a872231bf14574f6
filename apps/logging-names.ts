/** Namespace of Elasticsearch and Kibana. */
export const loggingNamespace = 'logging';

/** Name of the Elasticsearch cluster for logs. */
export const elasticsearchName = 'logs';

/** Name of the program that reports the state of Elasticsearch, of its user and of the Secret of both. */
export const elasticsearchExporterName = 'elasticsearch-exporter';

/** Name of the agents. */
export const filebeatName = 'filebeat';

/** Namespace of the agents that run on every node. It contains nothing else. */
export const agentNamespace = 'node-agents';
