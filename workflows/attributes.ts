import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'

// Names and types as in core/search-attributes.ts, which registers them.
export const MdmRunStatus = defineSearchAttributeKey('MdmRunStatus', SearchAttributeType.KEYWORD)
export const MdmBusinessDate = defineSearchAttributeKey('MdmBusinessDate', SearchAttributeType.DATETIME)
export const MdmDryRun = defineSearchAttributeKey('MdmDryRun', SearchAttributeType.BOOL)
