import { useEffect } from 'react'
import { useAskWhy } from '../actions/ask-why.ts'
import { useControls } from '../actions/controls.ts'
import { useGlass } from '../store/glass.ts'
import type { DockTab } from '../store/settings.ts'
import { useStageStore } from '../store/stage-ui.ts'
import { secondsText } from '../transport/time-scale.ts'
import { zoomOut } from '../inside/zoom.ts'
import { STEP_SIZES } from '../transport/step-sizes.ts'

/** The keyboard map of `ux.md` 3.10. Single keys rest while somebody types, and can be switched off. */
export function useKeys(): void {
  const { engine, settings } = useGlass()
  const act = useControls()
  const askWhy = useAskWhy()
  const stage = useStageStore()
  useEffect(() => {
    const change = settings.change
    const openDock = (tab: DockTab) => change(draft => { draft.dockOpen = true; draft.dockTab = tab; draft.stageOnly = false; draft.present = false })
    const openTerminal = () => {
      openDock('terminal')
      // A folded terminal takes the focus only once it is unfolded.
      requestAnimationFrame(() => document.querySelector<HTMLElement>('#terminal textarea')?.focus())
    }
    const runSuggestion = () => {
      const line = engine.session.getState().story?.suggestion
      if (line !== undefined) engine.command({ do: 'kubectl', line })
    }
    const changeOfObject = (direction: 1 | -1) => engine.command({ do: 'step', by: 'object', direction })
    const toCommand = (direction: 1 | -1) => void import('../time/late.ts').then(({ goToCommand }) => goToCommand(engine, direction))
    // Clickers of presenters send B to blank the screen.
    const bookmark = () => settings.getState().present ? stage.setState({ blank: stage.getState().blank !== true }) : stage.setState({ time: { window: 'name', of: { what: 'new-bookmark' }, name: `${secondsText(engine.session.getState().clock.at)} s` } })
    const breakFocused = () => {
      const { focused, tool } = stage.getState()
      const message = engine.session.getState().focus?.id
      const thing = tool === 'message' && message !== undefined ? `message/${message}` : focused
      const box = document.querySelector(`[data-thing="${CSS.escape(thing)}"]`)?.getBoundingClientRect()
      stage.setState({ tool: undefined, poke: { thing, tool, x: box ? box.left + 20 : innerWidth / 2, y: box ? box.top + 20 : innerHeight / 3 } })
    }
    const keys: Readonly<Record<string, () => void>> = {
      ' ': act.playOrPause, k: act.playOrPause, l: act.forward, j: act.back, '.': () => act.message(1), PageDown: () => act.message(1), ',': () => act.message(-1), PageUp: () => act.message(-1),
      ']': () => changeOfObject(1), '[': () => changeOfObject(-1), '}': () => toCommand(1), '{': () => toCommand(-1), f: act.fork, F: () => stage.setState({ time: { window: 'compare' } }), u: () => stage.setState({ time: { window: 'until' } }), b: bookmark, Home: act.toStart, End: act.toEnd,
      w: () => askWhy(), W: () => askWhy({ effects: true }), i: () => change(draft => { draft.inspectorOpen = !draft.inspectorOpen }),
      t: openTerminal, '`': openTerminal, Enter: runSuggestion,
      y: () => change(draft => { draft.inspectorOpen = true; draft.inspectorTab = 'yaml' }), Y: () => { stage.setState({ editor: { open: 'selected' } }); openDock('editor') }, e: () => openDock('etcd'), s: () => openDock('scheduler'), x: breakFocused, X: () => stage.setState({ chaos: true }),
      c: () => engine.command({ do: 'follow', what: engine.session.getState().transport.settled ? 'last' : 'all' }),
      m: () => { const noise = !settings.getState().noise; change(draft => { draft.noise = noise }); engine.command({ do: 'noise', shown: noise }) },
      P: () => void import('../presenter/NotesButton.tsx').then(({ presentWithNotes }) => presentWithNotes(settings, change => stage.setState(change))), d: () => stage.setState({ glossary: '' }), v: () => stage.setState({ signs: true }), M: () => stage.setState({ layers: true }), g: () => stage.setState({ gallery: true }), p: () => change(draft => { draft.present = !draft.present }), h: () => change(draft => { draft.stageOnly = !draft.stageOnly }), '?': () => stage.setState({ help: true }),
    }
    STEP_SIZES.forEach((size, index) => { (keys as Record<string, () => void>)[String(index + 1)] = () => act.stepBy(size) })
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k' && document.activeElement?.closest('[role="dialog"]') === null) {
        event.preventDefault()
        return stage.setState({ palette: true })
      }
      // With Alt a Mac writes another letter: the key tells.
      if (event.altKey && event.code === 'KeyT' && !event.ctrlKey && !event.metaKey && !isTyping(event.target)) {
        event.preventDefault()
        return change(draft => { draft.tables = !draft.tables })
      }
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (event.key === 'Escape') {
        if (stage.getState().tool !== undefined) return stage.setState({ tool: undefined })
        const { poke, inside } = stage.getState()
        if (poke === undefined && inside !== undefined) return zoomOut(stage)
        stage.setState({ poke: undefined })
        return change(draft => { draft.present = false; draft.stageOnly = false })
      }
      // A window that is on its way is typed into, not past.
      if (!settings.getState().singleKeys || stage.getState().time !== undefined || stage.getState().palette === true) return
      if (event.key === ' ' && (event.target as Element).closest('button, a, [role="radio"], [role="tab"], summary')) return
      // "Press Enter": only where nothing else has the focus.
      if (event.key === 'Enter' && event.target !== document.body) return
      const run = keys[event.key] ?? keys[event.key.toLowerCase()]
      if (!run) return
      event.preventDefault()
      run()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [engine, settings, act, askWhy, stage])
}

export const isTyping = (target: EventTarget | null): boolean => target instanceof Element && target.closest('input, textarea, select, [contenteditable], [role="textbox"], [role="slider"], .xterm') !== null
