import { answerProof } from '#server/api/release-form.ts'

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerProof(request, (await params).id)
}
