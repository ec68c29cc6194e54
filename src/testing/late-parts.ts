import docs from 'virtual:field-docs'
import { provideFieldDocs, provideYamlReader } from '../api/index.ts'
import { readYaml } from '../api/yaml-reader.ts'
import { provideDescribing, provideExplaining } from '../cluster/index.ts'
import { layoutOf } from '../cluster/kubectl/commands/explain-layout.ts'
import * as texts from '../cluster/kubectl/describe/texts.ts'
import * as asides from '../engines/session/aside-answers.ts'
import { provideAsides } from '../engines/session/aside-door.ts'
import { provideEditing } from '../engines/session/editing/door.ts'
import { answerEditing } from '../engines/session/editing/editing-answers.ts'

// Tests that read /openapi/v3 or manifests import this file: an engine would have provided what they need.
provideFieldDocs(docs)
provideYamlReader(readYaml)
provideEditing(answerEditing)
provideAsides(asides)
provideDescribing(texts)
provideExplaining(layoutOf)
