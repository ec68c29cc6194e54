// Which Chromium the page tests and the pictures drive; the bench, a room of its own, looks for itself.
import { existsSync } from 'node:fs'

/** The one that the system brings, if any. */
export const installedChromium = () => ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable'].find((path) => existsSync(path))

/** The one that is named by PW_CHROMIUM_PATH, else the system's; undefined: Playwright's own. */
export const chromiumPath = () => process.env.PW_CHROMIUM_PATH ?? installedChromium()
