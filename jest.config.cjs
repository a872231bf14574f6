/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // Both cores: half of a run is loading the provider's classes.
  maxWorkers: '100%',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Copies of the project, which the integration runs change.
  modulePathIgnorePatterns: ['<rootDir>/.cache/integration'],
  // The library's own name, as a foreign program imports it (tsconfig.json: paths).
  moduleNameMapper: { '^adamant$': '<rootDir>/lib/index.ts', '^adamant/(.*)$': '<rootDir>/lib/$1/index.ts' },
  setupFiles: ['<rootDir>/test/setup.cjs'],
  transform: { '\\.lock\\.json$': '<rootDir>/test/transform.cjs', '\\.ts$': '<rootDir>/test/transform.cjs' },
  cacheDirectory: '<rootDir>/.cache/jest',
};
