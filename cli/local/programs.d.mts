export const temporalFolder: string
export const temporalAdvice: string
export function findTemporal(): { readonly path: string; readonly version: string } | undefined
export function findChromium(): string | undefined
