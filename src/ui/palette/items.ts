import { GLOSSARY } from '../../lessons/glossary.ts'
import { FLEETS, SCENARIOS } from '../../lessons/index.ts'
import type { ExportKind } from '../exports/kinds.ts'
import { showEditor } from '../actions/open-editor.ts'
import type { LessonText } from '../i18n/lesson-texts.ts'
import type { Engine } from '../store/engine.ts'
import { isSystem } from '../store/entities.ts'
import type { SettingsStore } from '../store/settings.ts'
import type { StageUi } from '../store/stage-ui.ts'
import type { Named } from './matching.ts'

export type Group = 'command' | 'object' | 'scenario' | 'term'
export interface Item extends Named { readonly id: string; readonly group: Group; readonly key?: string; /** The system's own, shown last. */ readonly quiet?: boolean; readonly run: () => void }

export interface Reach {
  readonly engine: Engine
  readonly settings: SettingsStore
  readonly say: LessonText
  readonly stage: (change: Partial<StageUi>) => void
  readonly live: boolean
}

/** Everything that the page can do or show now. */
export const itemsOf = (reach: Reach): readonly Item[] => [...commands(reach), ...objects(reach), ...scenarios(reach), ...terms(reach)]

function commands({ engine, settings, stage }: Reach): readonly Item[] {
  const change = settings.change
  const dock = (tab: 'terminal' | 'swimlanes' | 'etcd' | 'scheduler') => () => change(draft => { draft.dockOpen = true; draft.dockTab = tab; draft.present = false; draft.stageOnly = false })
  const command = (id: string, en: string, zh: string, run: () => void, key?: string): Item => ({ id, group: 'command', en, zh, run, key })
  const enter = (place: string) => () => stage({ inside: { place, from: place } })
  const edit = (open: 'selected' | 'new') => () => {
    stage({ editor: { open } })
    change(showEditor)
  }
  const items: Item[] = [
    command('play', 'Play or pause', '播放或暂停', () => engine.command({ do: engine.session.getState().transport.playing ? 'pause' : 'play' }), 'Space'),
    command('start', 'Go to the start', '回到开头', () => engine.command({ do: 'seek', to: { place: 'start' } }), 'Home'),
    command('end', 'Go to the end', '去到末尾', () => engine.command({ do: 'seek', to: { place: 'end' } }), 'End'),
    command('fork', 'Fork here', '从这里分叉', () => engine.command({ do: 'fork' }), 'F'),
    command('heal', 'Heal everything', '全部修好', () => engine.command({ do: 'heal' })),
    command('break', 'Choose a way to break things', '选一种弄坏的方法', () => stage({ chaos: true }), 'Shift X'),
    command('gallery', 'Open the gallery', '打开场景库', () => stage({ gallery: true }), 'G'),
    command('glossary', 'Glossary, with what older texts say', '术语表，附旧说法', () => stage({ glossary: '' }), 'D'),
    command('signs', 'What the signs mean', '图形的含义', () => stage({ signs: true }), 'V'),
    command('help', 'Show the keys', '显示按键', () => stage({ help: true }), '?'),
    command('terminal', 'Terminal', '终端', dock('terminal'), 'T'),
    command('swimlanes', 'Swimlanes', '泳道', dock('swimlanes')),
    command('etcd', 'etcd log and keys', 'etcd 日志与键', dock('etcd'), 'E'),
    command('scheduler', 'Scheduler table', '调度器表', dock('scheduler'), 'S'),
    command('inside/apiserver', 'Inside the API server: pipeline, watch caches', '进入 API server：请求流水线、watch 缓存', enter('apiserver')),
    command('inside/controller-manager', 'Inside the controllers: informers, queues', '进入控制器：informer、队列', enter('controller-manager')),
    command('inside/scheduler', 'Inside the scheduler: queues, filter and score, what if', '进入调度器：队列、过滤与打分、如果', enter('scheduler')),
    command('inside/etcd', 'Inside etcd: raft, log, keys', '进入 etcd：raft、日志、键', enter('etcd')),
    command('inside/dns', 'Inside CoreDNS: names and answers', '进入 CoreDNS：名字与回答', enter('dns')),
    command('editor', 'Edit the selected object as YAML', '编辑选中对象的 YAML', edit('selected'), 'Shift Y'),
    command('editor/new', 'Write a new manifest', '写一份新清单', edit('new')),
    command('present', 'Present', '演示', () => change(draft => { draft.present = !draft.present }), 'P'),
    command('present/notes', 'Present, with a second window for the speaker', '演示，并为讲者打开第二个窗口', () => void import('../presenter/NotesButton.tsx').then(({ presentWithNotes }) => presentWithNotes(settings, stage)), 'Shift P'),
    command('theme', 'Dark or light', '深色或浅色', () => change(draft => { draft.theme = draft.theme === 'dark' ? 'light' : 'dark' })),
    command('language', 'English or Chinese', '英文或中文', () => change(draft => { draft.language = draft.language === 'en' ? 'zh' : 'en' })),
    command('motion', 'Motion full or reduced', '完整或减弱动画', () => change(draft => { draft.motion = draft.motion === 'full' ? 'reduced' : 'full' })),
    command('layers', 'Layers of the picture', '画面的图层', () => stage({ layers: true }), 'Shift M'),
    command('tables', 'Charts as tables, or as pictures', '图表换成表格，或换回图画', () => change(draft => { draft.tables = !draft.tables }), 'Alt T'),
    command('narration/off', 'Read aloud nothing', '不朗读', () => change(draft => { draft.narration = 'off' })),
    command('narration/milestones', 'Read aloud milestones', '朗读关键步骤', () => change(draft => { draft.narration = 'milestones' })),
    command('narration/every', 'Read aloud every hop', '朗读每一步', () => change(draft => { draft.narration = 'every' })),
    command('all', 'Follow everything', '跟随一切', () => engine.command({ do: 'follow', what: 'all' })),
    command('last', 'Follow the last command', '跟随最后一条命令', () => engine.command({ do: 'follow', what: 'last' }), 'C'),
    command('until-warning', 'Run until an Event of type Warning', '运行到出现 Warning 事件', () => engine.command({ do: 'run-until', until: { is: 'warning-event' } })),
  ]
  const saving = (kind: ExportKind, en: string, zh: string) => command(kind, en, zh, () => stage({ saving: kind }))
  return [
    ...items, saving('stage-svg', 'Save the stage as SVG', '把舞台存为 SVG'), saving('stage-png', 'Save the stage as PNG', '把舞台存为 PNG'), saving('lanes-svg', 'Save the swimlanes as SVG', '把泳道存为 SVG'),
    saving('lanes-png', 'Save the swimlanes as PNG', '把泳道存为 PNG'), saving('lanes-mermaid', 'Save the swimlanes as Mermaid', '把泳道存为 Mermaid'),
  ]
}

function objects({ engine, settings, stage }: Reach): readonly Item[] {
  const items: Item[] = []
  const select = (object: { readonly group: string; readonly resource: string; readonly namespace: string; readonly name: string }) => () => {
    engine.command({ do: 'select', object })
    settings.change(draft => { draft.inspectorOpen = true })
  }
  for (const view of engine.entities.getState().views.values()) {
    const enter = (place: string) => () => stage({ inside: { place, from: view.id } })
    if (view.kind === 'node') items.push({ id: `inside/${view.id}`, group: 'command', en: `Inside ${view.name}: kubelet, containerd`, zh: `进入节点 ${view.name}：kubelet、containerd`, run: enter(view.id) })
    if (view.kind === 'pod') items.push({ id: `inside/${view.id}`, group: 'command', en: `Inside Pod ${view.name}`, zh: `进入 Pod ${view.shortName}`, quiet: true, run: enter(`pod/${view.namespace}/${view.name}`) })
    if (view.kind === 'node') items.push({ id: view.id, group: 'object', en: view.name, zh: `节点 ${view.name}`, more: `node ${view.name}`, run: select({ group: '', resource: 'nodes', namespace: '', name: view.name }) })
    else if (view.kind === 'workload') items.push({ id: view.id, group: 'object', en: `${view.type} ${view.ref.name}`, zh: view.ref.name, more: view.ref.namespace, run: select(view.ref) })
    else if (view.kind === 'pod') items.push({ id: view.id, group: 'object', en: `Pod ${view.name}`, zh: view.shortName, more: `${view.namespace} ${view.node}`, quiet: isSystem(view), run: select(view.ref) })
  }
  // Of a fleet only those nodes have views that somebody looks at; all can be gone to.
  const { views } = engine.entities.getState()
  for (const name of engine.fleet.getState().plan?.nodes ?? []) if (!views.has(`node/${name}`)) items.push({ id: `node/${name}`, group: 'object', en: name, zh: `节点 ${name}`, more: `node ${name}`, run: select({ group: '', resource: 'nodes', namespace: '', name }) })
  return items
}

function scenarios({ say, live }: Reach): readonly Item[] {
  if (live) return []
  return [...SCENARIOS, ...FLEETS].map(({ id, theme }) => ({
    id: `scenario/${id}`, group: 'scenario', en: say('en', `scenario.${id}`), zh: say('zh', `scenario.${id}`), more: `${id} ${theme}`,
    run: () => {
      const query = new URLSearchParams(location.search)
      query.set('scenario', id)
      location.assign(`?${query.toString()}`)
    },
  }))
}

const terms = ({ stage }: Reach): readonly Item[] =>
  GLOSSARY.map(({ id, en, zh, past, words }) => ({ id: `term/${id}`, group: 'term', en, zh: zh === en ? '' : zh, more: `${past?.word.en ?? ''} ${past?.word.zh ?? ''} ${words?.join(' ') ?? ''}`.trim(), quiet: true, run: () => stage({ glossary: id }) }))

/** "rev 120" goes to a revision, "12.5 s" to a time. */
export function goTo(typed: string, { engine }: Reach): Item | undefined {
  const revision = /^(?:rev(?:ision)?|版本)\s*(\d+)$/i.exec(typed.trim())?.[1]
  if (revision !== undefined) return { id: 'revision', group: 'command', en: `Go to revision ${revision}`, zh: `去到版本 ${revision}`, run: () => engine.command({ do: 'seek', to: { revision: Number(revision) } }) }
  const seconds = /^(\d+(?:\.\d+)?)\s*(?:s|秒)$/i.exec(typed.trim())?.[1]
  if (seconds !== undefined) return { id: 'seconds', group: 'command', en: `Go to ${seconds} s`, zh: `去到 ${seconds} 秒`, run: () => engine.command({ do: 'seek', to: { at: Math.round(Number(seconds) * 1_000_000) } }) }
  return undefined
}
