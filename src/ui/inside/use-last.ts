import { useEffect, useState } from 'react'

/** The last value that there was, while the next one is on its way. */
export function useLast<T>(value: T | undefined, keep: boolean): T | undefined {
  const [last, setLast] = useState(value)
  useEffect(() => {
    if (value !== undefined || !keep) setLast(value)
  }, [value, keep])
  return value ?? (keep ? last : undefined)
}
