/** What the visitor has open about time. A name is asked for a new bookmark, or for something that has one. */
export type TimeWindow =
  | { readonly window: 'compare'; readonly branches?: readonly [number, number] }
  | { readonly window: 'until' }
  | { readonly window: 'bookmarks' }
  | { readonly window: 'name'; readonly of: { readonly what: 'new-bookmark' } | { readonly what: 'bookmark' | 'branch'; readonly id: number }; readonly name: string }
