/** Made by src/build/rest.mjs. */
declare module 'virtual:rest-doors' {
  export const hasRest: () => boolean
  export const provideRest: (functions: readonly unknown[]) => void
}
declare module 'virtual:rest' {
  const functions: readonly unknown[]
  export default functions
}
