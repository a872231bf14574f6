/**
 * TLS of a cluster of the cluster operator. Secrets are of type `kubernetes.io/tls`, as cert-manager and external-secrets write them: with
 * `tls.crt`, `tls.key` and `ca.crt`. Members read a renewed certificate from the mounted Secret.
 *
 * The topology operator must trust the authority too: mount its certificate below `/etc/ssl/certs` of that operator.
 *
 * @see https://www.rabbitmq.com/kubernetes/operator/using-operator#tls
 */
export interface RabbitmqTls {
  /**
   * Secret of the certificate for clients, operators and Prometheus. It must be valid for `NAME.NAMESPACE.svc` (clients, the topology
   * operator, Prometheus) and `*.NAME-nodes.NAMESPACE.svc` (the cluster operator), with the usage `server auth`.
   *
   * @rolls the members, one at a time
   */
  readonly secret: string;
  /**
   * Secret whose key `ca.crt` is the certificate of the authority. Clients need no certificate of their own; one that they present
   * must be of this authority.
   *
   * @default that of the certificate
   * @rolls the members, one at a time
   */
  readonly caSecret?: string;
  /**
   * True to keep the ports without TLS: 5672, 15672 and 15692, for clients that follow later.
   *
   * @default false
   * @rolls the members, one at a time
   */
  readonly plainListeners?: boolean;
  /**
   * Secret of the certificate with which members connect to each other, for a new cluster: a member with it cannot join members
   * without. It must be valid for `*.NAME-nodes.NAMESPACE`, with the usages `server auth` and `client auth`.
   *
   * @default none: members connect without TLS
   * @rolls the members, one at a time; the first one cannot join the others if they have no such certificate
   */
  readonly memberSecret?: string;
}
