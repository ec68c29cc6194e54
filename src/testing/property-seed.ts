import fc from 'fast-check'

// Properties are tried with the same cases on every machine, as the swarms are; PROPERTY_SEED=… tries others.
fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 1) })
