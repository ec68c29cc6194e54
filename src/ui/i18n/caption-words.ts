import type { Language } from '../store/settings.ts'
import type { TextKey } from './text.ts'

/** The sentences that stand in both languages at once before the engine has said its first. */
export default function captionWords(language: Language, key: TextKey): string {
  return WORDS[key]?.[language] ?? key
}

const WORDS: Partial<Record<TextKey, Readonly<Record<Language, string>>>> = {
  'caption.rest': { en: 'All is at rest. Type a command, or break something.', zh: '一切静止。输入一条命令，或弄坏点什么。' },
  'caption.start': { en: 'Press Enter. Watch who talks to whom.', zh: '按回车，看看谁在和谁说话。' },
  'caption.loading': { en: 'A cluster is starting, right here in your browser.', zh: '一个集群正在你的浏览器里启动。' },
}
