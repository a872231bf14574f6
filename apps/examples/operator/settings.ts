/** Paths of the webhook, for the operator's objects and for its server. */
export const paths = { finalize: '/finalize', liveness: '/live', readiness: '/ready', sync: '/sync' } as const;

/** Port of the webhook. */
export const port = 8080;

/** Environment variable of the webhook with the image of the import program. */
export const imageVariable = 'IMPORT_IMAGE';
