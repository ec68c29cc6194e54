import type { KeyToPath, Volume, VolumeMount } from '../schema/types.ts'
import { parseQuantity } from '../quantity.ts'
import { duplicate, fieldNotFound, forbiddenField, invalid, notSupported, required } from './field-error.ts'
import { configMapKey, dns1123Label } from './formats.ts'
import type { Errors } from './meta.ts'
import { complain } from './meta.ts'

const MODE_WRONG = 'must be a number between 0 and 0777 (octal), both inclusive'
const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket']

/** The names that containers may mount: those of the volumes that are right. */
export function checkVolumes(volumes: readonly Volume[], field: string, errors: Errors): ReadonlySet<string> {
  const names = new Set<string>()
  volumes.forEach((volume, i) => {
    const before = errors.length
    const path = `${field}[${i}]`
    checkSource(volume, path, errors)
    if (!volume.name) errors.push(required(`${path}.name`))
    else complain(dns1123Label(volume.name), `${path}.name`, volume.name, errors)
    if (names.has(volume.name)) errors.push(duplicate(`${path}.name`, volume.name))
    if (errors.length === before) names.add(volume.name)
  })
  return names
}

export function checkVolumeMounts(mounts: readonly VolumeMount[], volumes: ReadonlySet<string>, field: string, errors: Errors): void {
  const paths = new Set<string>()
  mounts.forEach((mount, i) => {
    const path = `${field}[${i}]`
    if (!mount.name) errors.push(required(`${path}.name`))
    if (!volumes.has(mount.name)) errors.push(fieldNotFound(`${path}.name`, mount.name))
    if (!mount.mountPath) errors.push(required(`${path}.mountPath`))
    if (paths.has(mount.mountPath)) errors.push(invalid(`${path}.mountPath`, mount.mountPath, 'must be unique'))
    paths.add(mount.mountPath)
    if (mount.subPath) checkDescending(mount.subPath, `${field}.subPath`, errors)
    if (mount.subPathExpr && mount.subPath)
      errors.push(invalid(`${path}.subPathExpr`, mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive'))
    if (mount.subPathExpr) checkDescending(mount.subPathExpr, `${field}.subPathExpr`, errors)
  })
}

function checkSource(volume: Volume, path: string, errors: Errors): void {
  const sources = Object.keys(volume).filter((key) => key !== 'name')
  if (sources.length === 0) errors.push(required(path, 'must specify a volume type'))
  for (const extra of sources.slice(1)) errors.push(forbiddenField(`${path}.${extra}`, 'may not specify more than 1 volume type'))
  const { emptyDir, hostPath, secret, configMap, persistentVolumeClaim, projected, nfs } = volume
  if (emptyDir?.sizeLimit && (parseQuantity(emptyDir.sizeLimit)?.nanos ?? 0n) < 0n)
    errors.push(forbiddenField(`${path}.emptyDir.sizeLimit`, 'SizeLimit field must be a valid resource quantity'))
  if (hostPath) {
    if (!hostPath.path) errors.push(required(`${path}.hostPath.path`))
    else {
      checkBacksteps(hostPath.path, `${path}.hostPath.path`, errors)
      if (!HOST_PATH_TYPES.includes(hostPath.type ?? '')) errors.push(notSupported(`${path}.hostPath.type`, hostPath.type, HOST_PATH_TYPES))
    }
  }
  if (secret) {
    if (!secret.secretName) errors.push(required(`${path}.secret.secretName`))
    checkMode(secret.defaultMode, `${path}.secret.defaultMode`, errors)
    checkItems(secret.items, `${path}.secret.items`, errors)
  }
  if (configMap) {
    if (!configMap.name) errors.push(required(`${path}.configMap.name`))
    checkMode(configMap.defaultMode, `${path}.configMap.defaultMode`, errors)
    checkItems(configMap.items, `${path}.configMap.items`, errors)
  }
  if (persistentVolumeClaim && !persistentVolumeClaim.claimName) errors.push(required(`${path}.persistentVolumeClaim.claimName`))
  if (nfs) {
    if (!nfs.server) errors.push(required(`${path}.nfs.server`))
    if (!nfs.path) errors.push(required(`${path}.nfs.path`))
    else if (!nfs.path.startsWith('/')) errors.push(invalid(`${path}.nfs.path`, nfs.path, 'must be an absolute path'))
  }
  if (projected) checkMode(projected.defaultMode, `${path}.projected.defaultMode`, errors)
}

function checkItems(items: readonly KeyToPath[] | undefined, field: string, errors: Errors): void {
  items?.forEach((item, i) => {
    const path = `${field}[${i}]`
    if (!item.key) errors.push(required(`${path}.key`))
    else complain(configMapKey(item.key), `${path}.key`, item.key, errors)
    if (!item.path) errors.push(required(`${path}.path`))
    else checkDescending(item.path, `${path}.path`, errors)
    if (item.path?.startsWith('..')) errors.push(invalid(`${path}.path`, item.path, "must not start with '..'"))
    checkMode(item.mode, `${path}.mode`, errors)
  })
}

function checkMode(mode: number | undefined, field: string, errors: Errors): void {
  if (mode !== undefined && (mode < 0 || mode > 0o777)) errors.push(invalid(field, mode, MODE_WRONG))
}

function checkDescending(path: string, field: string, errors: Errors): void {
  if (path.startsWith('/')) errors.push(invalid(field, path, 'must be a relative path'))
  checkBacksteps(path, field, errors)
}

function checkBacksteps(path: string, field: string, errors: Errors): void {
  if (path.split('/').includes('..')) errors.push(invalid(field, path, "must not contain '..'"))
}
