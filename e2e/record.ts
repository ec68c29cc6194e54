import { expect, type Page } from '@playwright/test'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { SessionRecord } from '../src/protocol/record.ts'

/** The session that a share link holds. */
export const recordOf = (link: string): SessionRecord => JSON.parse(inflateRawSync(Buffer.from(link.replace(/^.*#s=/, ''), 'base64url')).toString()) as SessionRecord

/** A link to the page that holds a session, whatever it is. */
export const linkTo = (record: SessionRecord, query = 'speed=200&lang=en&theme=dark'): string => `./?${query}#s=${deflateRawSync(JSON.stringify(record)).toString('base64url')}`

/** The link of the session that the page shows. */
export async function shared(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share' }).click()
  const field = page.getByRole('textbox', { name: 'Link' })
  await expect(field).toBeVisible()
  const link = await field.inputValue()
  await page.keyboard.press('Escape')
  await expect(field).toHaveCount(0)
  return link
}
