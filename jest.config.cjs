/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.lock\\.json$': '<rootDir>/test/transform.cjs', '\\.ts$': '<rootDir>/test/transform.cjs' },
  cacheDirectory: '<rootDir>/.cache/jest',
};
