import { useEffect, useState } from 'react'
import type { ObjectRef } from '../../protocol/index.ts'
import { refKey } from '../../protocol/index.ts'
import type { Engine } from '../store/engine.ts'
import { useGlass } from '../store/glass.ts'
import { useStageUi } from '../store/stage-ui.ts'
import { draftOf, keepDraft, lastDraft, rememberLast } from './drafts.ts'
import type { EditorSubject } from './subject.ts'

/** What is being edited: the text to begin with, and the draft that was left of it. */
export interface Source {
  /** Under which its draft is kept. */
  readonly key: string
  readonly title: string
  readonly text: string
  readonly draft: string | undefined
  readonly object?: ObjectRef
  /** Somebody asked for it, and wants to write at once; who only walks over the tabs does not. */
  readonly wanted: boolean
}

const NEW = 'new'

/** The source of what the editor was opened for; another one with each opening. */
export function useSource(): readonly [source: Source | undefined, open: (subject: EditorSubject) => void] {
  const { engine } = useGlass()
  const asked = useStageUi(ui => ui.editor)
  const [own, setOwn] = useState<EditorSubject | undefined>(asked)
  const [source, setSource] = useState<Source>()
  useEffect(() => { setOwn(asked) }, [asked])
  useEffect(() => {
    let gone = false
    void sourceOf(engine, own ?? { open: 'selected' }).then(found => {
      if (gone) return
      rememberLast(found.key)
      setSource({ ...found, wanted: own !== undefined })
    })
    return () => { gone = true }
  }, [engine, own])
  return [source, setOwn]
}

type Found = Omit<Source, 'wanted'>

async function sourceOf(engine: Engine, subject: EditorSubject): Promise<Found> {
  switch (subject.open) {
    case 'object': return sourceOfObject(engine, subject.object)
    case 'text': {
      const key = `file:${subject.name}`
      keepDraft(key, subject.text)
      return { key, title: subject.name, text: subject.text, draft: undefined }
    }
    case 'new': return blank()
    case 'selected': {
      const last = lastDraft()
      const { selected } = engine.session.getState()
      if (selected !== undefined) return sourceOfObject(engine, selected)
      if (last?.startsWith('file:')) return { key: last, title: last.slice(5), text: draftOf(last) ?? '', draft: draftOf(last) }
      const object = last === undefined ? undefined : objectOf(last)
      return object === undefined ? blank() : sourceOfObject(engine, object)
    }
  }
}

const blank = (): Found => ({ key: NEW, title: '', text: '', draft: draftOf(NEW) })

const objectOf = (key: string): ObjectRef | undefined => {
  const [mark, group, resource, namespace, name] = key.split('|')
  return mark === 'object' && name !== undefined ? { group: group!, resource: resource!, namespace: namespace!, name } : undefined
}

async function sourceOfObject(engine: Engine, object: ObjectRef): Promise<Found> {
  const key = `object|${refKey(object).split('/').join('|')}`
  const answer = await engine.ask({ ask: 'manifest-of', object })
  const text = answer?.text ?? ''
  const draft = draftOf(key)
  return { key, title: `${answer?.kind ?? object.resource} ${object.namespace === '' ? '' : `${object.namespace}/`}${object.name}`, text, draft: draft === text ? undefined : draft, object }
}
