import { type Json, resources } from './terraform';

/** A security group of nodes behind a load balancer. */
export const nodes = { displayName: 'nodes', groupId: 'sg-nodes' };

/** Returns the ports that a group may connect to on the nodes, from the rules of each side of the connection, which must be the same. */
export function openPorts(terraform: Json, from: string): number[] {
  const ports = (type: string, own: string, peer: string, [ownId, peerId]: readonly [string, string]) =>
    Object.values<Json>(resources(terraform, type))
      .filter((rule) => rule[own] === ownId && rule[peer] === peerId)
      .map((rule) => rule.from_port)
      .sort();
  const [group, peer] = ['security_group_id', 'referenced_security_group_id'];
  const ingress = ports('aws_vpc_security_group_ingress_rule', group, peer, [nodes.groupId, from]);
  expect(ports('aws_vpc_security_group_egress_rule', group, peer, [from, nodes.groupId])).toEqual(ingress);
  return ingress;
}
