import Imported from 'sorted-btree'

/** NB: the package is CommonJS with a `default` inside, which Node and bundlers unwrap differently; this takes either form. */
export const BTree = (typeof Imported === 'function' ? Imported : (Imported as unknown as { default: typeof Imported }).default) as typeof Imported
export type BTree<K, V> = Imported<K, V>
