/** Descriptions by short type name, made elsewhere from the words of this project. */
export type FieldDocs = { readonly [type: string]: { readonly description?: string; readonly fields?: { readonly [field: string]: string } } }

/** The document of /openapi/v3. */
export function openApiV3Index(): unknown {
  return {}
}

/** The OpenAPI v3 document of 'api/v1' or 'apis/apps/v1'. Undefined for a group version that is not served. */
export function openApiV3(_groupVersion: string, _docs: FieldDocs = {}): unknown {
  return undefined
}
