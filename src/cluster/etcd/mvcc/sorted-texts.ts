const SIZE = 256

/** Different texts in order. Like `Pages`, a copy costs a pointer per page: pages are shared until one side writes to them. */
export class SortedTexts {
  /** None is empty; every text of a page comes before those of the next. */
  private pages: string[][] = []
  /** 1 where no copy shares the page. */
  private owned: number[] = []

  add(text: string): void {
    const at = Math.max(0, placeOf(this.pages.length, (page) => this.pages[page]![0]! <= text) - 1)
    const page = this.pages[at]
    if (page === undefined) {
      this.pages.push([text])
      this.owned.push(1)
      return
    }
    const index = placeOf(page.length, (one) => page[one]! < text)
    if (page[index] === text) return
    const own = this.writable(at)
    own.splice(index, 0, text)
    if (own.length <= SIZE) return
    // Texts that come in order fill their pages.
    this.pages.splice(at + 1, 0, own.splice(index === SIZE ? SIZE : SIZE >> 1))
    this.owned.splice(at + 1, 0, 1)
  }

  /** Those at and after `text`. */
  *from(text: string): Iterable<string> {
    for (let at = Math.max(0, placeOf(this.pages.length, (page) => this.pages[page]![0]! <= text) - 1); at < this.pages.length; at++) {
      const page = this.pages[at]!
      for (let index = page[0]! < text ? placeOf(page.length, (one) => page[one]! < text) : 0; index < page.length; index++) yield page[index]!
    }
  }

  clone(): SortedTexts {
    const copy = new SortedTexts()
    copy.pages = this.pages.slice()
    copy.owned = new Array(this.pages.length).fill(0)
    this.owned.fill(0)
    return copy
  }

  private writable(at: number): string[] {
    if (this.owned[at] === 0) {
      this.pages[at] = this.pages[at]!.slice()
      this.owned[at] = 1
    }
    return this.pages[at]!
  }
}

/** The first of `count` places that is not before. */
function placeOf(count: number, isBefore: (place: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(middle)) low = middle + 1
    else high = middle
  }
  return low
}
