import docs from 'virtual:field-docs'
import { provideFieldDocs } from '../api/index.ts'

// Tests that read /openapi/v3 import this file: an engine would have provided the documentation.
provideFieldDocs(docs)
