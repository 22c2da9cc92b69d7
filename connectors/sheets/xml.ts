import { StringDecoder } from 'node:string_decoder'
import { SaxesParser } from 'saxes'
import { notAWorkbook } from './faults.ts'
import { Unusable } from './zip.ts'

/** What a reader of SpreadsheetML wants to hear; names come without their prefix. */
export interface XmlEvents {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/**
 * Feeds blocks of UTF-8 XML to the events, and yields after each block. Entities of a document type are not expanded.
 * Throws `Unusable` where it is no XML.
 */
export async function* parseXml(blocks: AsyncIterable<Buffer>, part: string, events: XmlEvents): AsyncGenerator<void> {
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw new Unusable(notAWorkbook(`${part}: ${error.message.slice(0, 80)}`))
  })
  parser.on('opentag', ({ name, attributes }) => events.open?.(local(name), attributes))
  parser.on('closetag', ({ name }) => events.close?.(local(name)))
  parser.on('text', (text) => events.text?.(text))
  parser.on('cdata', (text) => events.text?.(text))
  const decoder = new StringDecoder('utf8')
  for await (const block of blocks) {
    parser.write(decoder.write(block))
    yield
  }
  parser.write(decoder.end())
  parser.close()
  yield
}

/** The same for a part that is wanted whole. */
export async function readXml(blocks: AsyncIterable<Buffer>, part: string, events: XmlEvents): Promise<void> {
  for await (const _ of parseXml(blocks, part, events));
}
