/** The marketplace's texts about orders, in the seller's language. */
export type Words = {
  cancelled: readonly string[]
  returned: readonly string[]
  refundedInFull: string
  refundedInPart: string
  /** Texts of the scenes (demo/scenes.ts, demo/requests.ts …). */
  scenes: Record<'projector' | 'colour' | 'parts' | 'back' | 'early' | 'signed' | 'unreadable' | 'glare', string>
}

const chinese: Words = {
  cancelled: ['买家改变主意', '收货地址填写错误', '商品缺货', '重复下单'],
  returned: ['收到时已损坏', '与描述不符', '缺少配件', '买家退货'],
  refundedInFull: '纠纷结果：全额退款',
  refundedInPart: '纠纷结果：部分退款',
  scenes: {
    projector: '三台投影仪中有一台无法开机',
    colour: '颜色与图片不符',
    parts: '缺少配件',
    back: '买家退货',
    early: '包裹已经送到，附签收单照片。',
    signed: '买家本人签收，物流页面还没更新，附签收单。',
    unreadable: '照片太暗，单号看不清。',
    glare: '证件反光，号码看不清。',
  },
}

const taiwanese: Words = {
  cancelled: ['買家改變心意', '收件地址填錯', '商品缺貨', '重複下單'],
  returned: ['收到時已毀損', '與商品說明不符', '缺少零件', '買家退貨'],
  refundedInFull: '爭議結果：全額退款',
  refundedInPart: '爭議結果：部分退款',
  scenes: {
    projector: '三台投影機有一台無法開機',
    colour: '顏色與圖片不同',
    parts: '缺少零件',
    back: '買家退貨',
    early: '包裹已經送達，附上簽收單相片。',
    signed: '買家本人簽收，貨態還沒更新，附上簽收單。',
    unreadable: '相片太暗，看不清楚單號。',
    glare: '證件反光，看不清楚號碼。',
  },
}

const english: Words = {
  cancelled: ['The buyer changed their mind', 'Wrong delivery address', 'Out of stock', 'Ordered twice'],
  returned: ['Arrived damaged', 'Not as described', 'Parts missing', 'Returned by the buyer'],
  refundedInFull: 'Dispute decided: refunded in full',
  refundedInPart: 'Dispute decided: refunded in part',
  scenes: {
    projector: 'One of three projectors does not start',
    colour: 'The colour differs from the picture',
    parts: 'Parts missing',
    back: 'Returned by the buyer',
    early: 'The parcel has arrived; here is the signed slip.',
    signed: 'The buyer signed in person; the carrier’s page is not up to date. Slip attached.',
    unreadable: 'The picture is too dark to read the number.',
    glare: 'There is glare on the document, and the number can’t be read.',
  },
}

/** The texts for a locale; English if there are none for it. */
export function wordsFor(locale: string): Words {
  return locale === 'zh-CN' ? chinese : locale === 'zh-TW' ? taiwanese : english
}
