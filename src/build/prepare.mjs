// Installs what is missing, so that `npm start` and `npm test` need no other command before them.  node src/build/prepare.mjs [--browser]
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { installedChromium } from './chromium.mjs'

const run = (command, args) => spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0

const wanted = JSON.parse(readFileSync('package.json', 'utf8'))
const missing = Object.keys({ ...wanted.dependencies, ...wanted.devDependencies }).filter((name) => !existsSync(`node_modules/${name}/package.json`))
if (missing.length > 0) {
  console.log('Installing the packages that the project needs …')
  if (!run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])) {
    console.error('npm ci failed. The project needs Node 20.19 or newer and a reachable npm registry.')
    process.exit(1)
  }
}

if (process.argv.includes('--browser') && !(await browser())) {
  console.log('Installing a browser for the tests …')
  const isDebianRoot = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  const installed = isDebianRoot
    ? run('apt-get', ['update', '-qq']) && run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'])
    : run('npx', ['playwright', 'install', 'chromium'])
  if (!installed || !(await browser())) {
    console.error('No browser could be installed. Install Chromium, or name one: PW_CHROMIUM_PATH=/path/to/chromium npm test')
    process.exit(1)
  }
}

async function browser() {
  if (process.env.PW_CHROMIUM_PATH) return existsSync(process.env.PW_CHROMIUM_PATH)
  if (installedChromium()) return true
  const { chromium } = await import('@playwright/test')
  return existsSync(chromium.executablePath())
}
