/** Namespace of Elasticsearch and Kibana. */
export const loggingNamespace = 'logging';

/** Name of the Elasticsearch cluster for logs. */
export const elasticsearchName = 'logs';

/** Namespace of the agents that run on every node. It contains nothing else. */
export const agentNamespace = 'node-agents';
