#!/usr/bin/env node
// Node 20 cannot run TypeScript by itself: tsx is registered first, then the real program.
import { register } from 'tsx/esm/api'

register()
await import('./main.ts')
