import { assert } from '../../kernel/index.ts'

const BITS = 8
const SIZE = 1 << BITS
const MASK = SIZE - 1

/**
 * A list whose copy costs a pointer per page: pages are shared until one side writes to them. Logs and indexes of a long run live
 * in it, so that a checkpoint or a snapshot never walks them. Its items are immutable values.
 */
export class Pages<T> {
  private pages: (T | undefined)[][] = []
  /** 1 where no copy shares the page. */
  private owned: number[] = []
  /** Items below this index were dropped. */
  private start = 0
  private end = 0

  /** A list that begins at an index other than 0, like the rest of a compacted log. */
  static from<T>(first: number): Pages<T> {
    const list = new Pages<T>()
    list.start = first
    list.end = first
    return list
  }

  get first(): number { return this.start }
  /** One past the last index. */
  get length(): number { return this.end }

  get(index: number): T | undefined {
    return this.pages[index >> BITS]?.[index & MASK]
  }

  set(index: number, item: T | undefined): void {
    assert(index >= this.start && index < this.end, 'a page is written only where the list is')
    this.writable(index >> BITS)[index & MASK] = item
  }

  push(item: T): void {
    const page = this.end >> BITS
    while (this.pages.length <= page) {
      this.pages.push(this.pages.length === page ? new Array(SIZE).fill(undefined) : NONE)
      this.owned.push(this.pages.length - 1 === page ? 1 : 0)
    }
    this.writable(page)[this.end & MASK] = item
    this.end++
  }

  /** Forgets everything at and after `index`. */
  truncate(index: number): void {
    assert(index >= this.start && index <= this.end, 'a list is cut where it is')
    for (let i = index; i < this.end && i >> BITS === index >> BITS; i++) this.writable(i >> BITS)[i & MASK] = undefined
    this.end = index
    const pages = (index + MASK) >> BITS
    if (this.pages.length > pages) {
      this.pages.length = pages
      this.owned.length = pages
    }
  }

  /** Forgets everything before `index`. */
  dropBefore(index: number): void {
    const to = Math.min(index, this.end)
    for (let page = this.start >> BITS; page < to >> BITS; page++) {
      this.pages[page] = NONE
      this.owned[page] = 0
    }
    for (let i = Math.max(this.start, (to >> BITS) << BITS); i < to; i++) this.writable(i >> BITS)[i & MASK] = undefined
    this.start = Math.max(this.start, to)
  }

  slice(from: number, to: number): T[] {
    const items: T[] = []
    for (let i = from; i < to; i++) items.push(this.get(i)!)
    return items
  }

  clone(): Pages<T> {
    const copy = new Pages<T>()
    copy.pages = this.pages.slice()
    copy.owned = new Array(this.owned.length).fill(0)
    copy.start = this.start
    copy.end = this.end
    this.owned.fill(0)
    return copy
  }

  private writable(page: number): (T | undefined)[] {
    if (this.owned[page] === 1) return this.pages[page]!
    const old = this.pages[page]!
    const copy = old === NONE ? new Array(SIZE).fill(undefined) : old.slice()
    this.pages[page] = copy
    this.owned[page] = 1
    return copy
  }
}

/** Stands for a page whose items were all dropped; it is never written. */
const NONE: undefined[] = []
