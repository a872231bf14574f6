import Ajv from 'ajv';

/**
 * Where the schemas of this folder are compiled. A program starts with it, so what is of no use here is left out: the schemas
 * are held against the rules of schemas by a test, and each is used a few times only, so shorter code for it is no gain.
 */
export const schemas = new Ajv({
  allErrors: true,
  code: { optimize: false },
  meta: false,
  strict: false,
  validateSchema: false,
  verbose: true,
});
