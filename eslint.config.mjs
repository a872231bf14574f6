import js from '@eslint/js';
import jest from 'eslint-plugin-jest';
import globals from 'globals';
import tseslint from 'typescript-eslint';

// A whole provider costs three seconds and 700 MB to load; one resource costs nothing that can be felt.
const providerBarrels = {
  paths: ['@cdktf/provider-aws', '@cdktf/provider-aws/lib', '@cdktn/provider-aws', '@cdktn/provider-aws/lib'].map(
    (name) => ({
      name,
      message: "Import one resource by its submodule: '@cdktf/provider-aws/lib/vpc'.",
    }),
  ),
};

export default tseslint.config(
  { ignores: ['**/*.validate.cjs', 'dist/', '.cache/', 'cdktf.out/', 'coverage/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-imports': ['error', providerBarrels],
      '@typescript-eslint/no-unused-expressions': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // A construct is made for what it puts into its scope.
      'no-new': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    },
  },
  {
    files: ['lib/**/*.ts', 'environments/**/*.ts', 'apps/**/*.ts'],
    rules: {
      // Synthesis is a function of the source: the same tree gives the same bytes.
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Synthesis reads no environment variables.',
        },
        {
          selector: "NewExpression[callee.name='Date'], MemberExpression[object.name='Date']",
          message: 'Synthesis has no clock.',
        },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'Synthesis has no chance.',
        },
        {
          selector: "CallExpression[callee.property.name='localeCompare']",
          message: 'Order by code point: core/canonical.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    plugins: { jest },
    rules: {
      // Tests look into what other programs read: parsed JSON and YAML, which has no type of ours.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'jest/valid-expect': 'error',
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'fc.assert'] }],
      'jest/no-focused-tests': 'error',
      'jest/no-disabled-tests': 'error',
      'jest/no-identical-title': 'error',
    },
  },
  // An ambient module cannot have an import statement.
  { files: ['**/*.d.ts'], rules: { '@typescript-eslint/consistent-type-imports': 'off' } },
  { files: ['**/*.cjs'], languageOptions: { globals: globals.node, sourceType: 'commonjs' } },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
);
