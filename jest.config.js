/** Jest 30 in ESM mode; swc only strips types, so `npm run types` stays the one type check. */
export default {
  testEnvironment: 'node',
  // By default it lies among the temporary files, of which nothing is to be left.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript' },
          target: 'es2024',
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testTimeout: 60_000,
  // Jest leaves one core idle by default; on two cores that is half of the machine.
  maxWorkers: '100%',
  reporters: ['default', '<rootDir>/test/support/count-reporter.js'],
};
