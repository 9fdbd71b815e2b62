import packageJson from '../package.json' with { type: 'json' };

/** Version of Shadowgate, as released; goes into evidence, recordings and error texts. */
export const version: string = packageJson.version;
