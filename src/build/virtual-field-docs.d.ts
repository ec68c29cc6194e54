/** Made by src/build/field-docs.mjs. */
declare module 'virtual:field-docs' {
  const docs: import('../api/index.ts').FieldDocs
  export default docs
}
