import { test } from 'vitest'
import { createRaftEnv } from '../../../testing/raft-env.ts'
import { playTranscript } from '../../../testing/transcript.ts'

for (const name of ['campaign', 'pre-vote', 'check-quorum', 'probe-and-replicate', 'slow-follower', 'restart', 'read-index']) {
  test(`the story of ${name} is as told`, () => playTranscript(new URL(`./${name}.transcript.txt`, import.meta.url), createRaftEnv().command))
}
