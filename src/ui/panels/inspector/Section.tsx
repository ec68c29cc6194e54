import type { ReactNode } from 'react'
import controls from '../../styles/controls.module.css'
import styles from './inspector.module.css'

export interface SectionProps { readonly title: string; readonly side?: string; readonly children: ReactNode }

export const Section = ({ title, side, children }: SectionProps) => <section className={styles.section}><h3 className={controls.heading}>{title}{side !== undefined && <small>{side}</small>}</h3>{children}</section>
