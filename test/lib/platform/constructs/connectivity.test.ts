import { egressEndpoints, serviceTargets } from '../../../../lib/platform/constructs/connectivity';
import { environmentContract } from '../../../../lib/platform/infrastructure/infrastructure-contract';
import { sampleEnvironment, webDefinition, workerDefinition } from '../../../support/platform-samples';

const api = webDefinition({ name: 'api', connectsTo: ['database'], port: 9090 });
const web = webDefinition({ connectsTo: ['api', 'internet', 'queues'] });
const services = [api, web, workerDefinition({ connectsTo: ['api'] })];
const queues = { peer: { pods: { app: 'queues' } }, name: 'queues', ports: [5672] };

describe('connectivity', () => {
  const contract = environmentContract(sampleEnvironment());

  it('egress: has the port of a service, the addresses of the database, and targets of the platform', () => {
    expect(egressEndpoints(api, services, contract)).toEqual([
      { name: 'database', peer: { addresses: ['10.10.32.0/22', '10.10.36.0/22', '10.10.40.0/22'] }, ports: [5432] },
    ]);
    const [toApi, toInternet, toQueues] = egressEndpoints(web, services, contract, { queues });
    expect(toApi).toMatchObject({ name: 'api', ports: [9090] });
    expect(toInternet).toMatchObject({
      peer: { addresses: ['0.0.0.0/0'], except: ['10.10.0.0/16', '172.20.0.0/16', '169.254.0.0/16'] },
      ports: [443],
    });
    expect(toQueues).toBe(queues);
  });

  it('egress: has a further port of a service or worker, with its protocol', () => {
    const ports = { metrics: { port: 9100 }, statsd: { port: 8125, protocol: 'UDP' as const } };
    const all = [webDefinition({ name: 'api', ports }), workerDefinition({ ports })];
    const client = webDefinition({ connectsTo: ['api:statsd', 'loader:metrics'] });
    expect(egressEndpoints(client, all, contract).map(({ name, ports: open }) => [name, open])).toEqual([
      ['api', [{ port: 8125, protocol: 'UDP' }]],
      ['loader', [{ port: 9100 }]],
    ]);
    expect(all.map(serviceTargets)).toEqual([
      ['api', 'api:metrics', 'api:statsd'],
      ['loader:metrics', 'loader:statsd'],
    ]);
  });

  it('internet: includes interface endpoints, to which public names of the AWS APIs resolve', () => {
    const { network } = sampleEnvironment();
    const own = { network: { ...network, awsApiAccess: 'interface-endpoints' as const } };
    const inside = environmentContract(sampleEnvironment({}, own));
    const [, ...toInternet] = egressEndpoints(web, services, inside);
    expect(toInternet.map(({ peer }) => ('addresses' in peer ? peer.addresses : []))).toEqual([
      ['0.0.0.0/0'],
      ['10.10.64.0/22', '10.10.68.0/22', '10.10.72.0/22'],
    ]);
  });
});
