/** Travels in share links: another version may live another history. */
export const ENGINE_VERSION = '0.1.0'
