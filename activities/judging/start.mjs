// A thread has the loader of the program where that was given to the whole process, and none where tests or a launcher
// registered their own: then tsx is registered here. What failed to load stays failed, so the second try has its own address.
import { register } from 'tsx/esm/api'

try {
  await import('./thread.ts')
} catch (error) {
  if (error.code !== 'ERR_UNKNOWN_FILE_EXTENSION') throw error
  register()
  await import('./thread.ts?registered')
}
