import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { pathOf, RESOURCES, VERSION_INFO, type ResourceInfo } from '../../api/index.ts'

/** The only form in which these clients ask for it, and its name on the way back, without the sign that no media type may have. */
export const OPENAPI_V2_ASKED = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf'
export const OPENAPI_V2_TYPE = OPENAPI_V2_ASKED.replace('@', '.')

/**
 * What kubectl before 1.29 wants to know from OpenAPI v2 before it creates or changes: that the server checks fields itself.
 * Models the part of gnostic's openapi.v2 Document that its QueryParamVerifier reads; there are no definitions, for which it falls back to its own types.
 */
export function openApiV2(): Uint8Array {
  return message((document) => {
    text(document, 1, '2.0')
    part(document, 2, (info) => {
      text(info, 1, 'Kubernetes')
      text(info, 2, VERSION_INFO.gitVersion)
    })
    part(document, 8, (paths) => {
      for (const info of RESOURCES.filter(({ verbs }) => verbs.includes('patch'))) part(paths, 2, (named) => { path(named, info) })
    })
    part(document, 9, () => undefined)
  })
}

function path(named: BinaryWriter, info: ResourceInfo): void {
  text(named, 1, pathOf(info, info.namespaced ? '{namespace}' : undefined, '{name}'))
  part(named, 2, (item) => part(item, 8, (patch) => {
    part(patch, 8, (either) => part(either, 1, (parameter) => part(parameter, 2, (nonBody) => part(nonBody, 3, (query) => {
      text(query, 2, 'query')
      text(query, 4, 'fieldValidation')
      text(query, 6, 'string')
    }))))
    part(patch, 13, (extension) => {
      text(extension, 1, 'x-kubernetes-group-version-kind')
      part(extension, 2, (any) => { text(any, 2, `group: "${info.group}"\nkind: ${info.kind}\nversion: ${info.version}\n`) })
    })
  }))
}

function message(write: (writer: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter()
  write(writer)
  return writer.finish()
}

function part(writer: BinaryWriter, field: number, write: (inner: BinaryWriter) => void): void {
  writer.tag(field, WireType.LengthDelimited).bytes(message(write))
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value)
}
