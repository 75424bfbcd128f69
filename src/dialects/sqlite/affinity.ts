export type Affinity = 'integer' | 'text' | 'blob' | 'real' | 'numeric'

/** datatype3.html §3.1: the rules go by substring, in this order. */
export function affinityOf(type: string): Affinity {
  const declared = type.toLowerCase()
  if (declared.includes('int')) return 'integer'
  if (/char|clob|text/.test(declared)) return 'text'
  if (declared === '' || declared.includes('blob') || declared === 'any') return 'blob'
  return /real|floa|doub/.test(declared) ? 'real' : 'numeric'
}
