import { type MediaType, type Purpose, purposes } from './schema.ts'

const endings: Record<MediaType, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'application/pdf': 'pdf' }

/** Headers with which a browser saves a file and never shows it in the portal's own origin, where a page in it would be the portal's. */
export function downloadHeaders({ purpose, id, type }: { purpose: Purpose; id: string; type: MediaType }): Record<string, string> {
  return {
    'content-type': type,
    'content-disposition': `attachment; filename="${purposes[purpose].downloadName}-${id.slice(0, 8)}.${endings[type]}"`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
  }
}
