// What a thread of the crew starts with: Node 20 cannot run TypeScript by itself, and threads do not inherit the loader.
import { register } from 'tsx/esm/api'

register()
await import('./hand.ts')
