export {
  EcrRepositories,
  type EcrRepositoriesProps,
  type Grantee,
  type RegistryLocation,
  type Repositories,
  type RepositoryProps,
} from './ecr-repositories';
