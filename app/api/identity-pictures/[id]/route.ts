import { answerPicture } from '#server/api/identity-pictures.ts'

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerPicture(request, (await params).id)
}
