/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // Both cores: half of a run is loading the provider's classes.
  maxWorkers: '100%',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  setupFiles: ['<rootDir>/test/setup.cjs'],
  transform: { '\\.lock\\.json$': '<rootDir>/test/transform.cjs', '\\.ts$': '<rootDir>/test/transform.cjs' },
  cacheDirectory: '<rootDir>/.cache/jest',
};
