import { answerProof } from '#server/api/file-download.ts'

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerProof(request, (await params).id)
}
