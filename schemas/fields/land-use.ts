import type { PartialDate } from '../../core/values.ts'
import { type CodeEntry, codeList, entries } from './code.ts'
import { findings } from './findings.ts'

/** Mục đích sử dụng đất of both catalogues: TT 28/2014/TT-BTNMT (to 31 July 2024) and TT 08/2024/TT-BTNMT (since). */
const LAND_USES: readonly CodeEntry[] = [
  ...entries(`
    LUC Đất chuyên trồng lúa nước; LUK Đất trồng lúa nước còn lại = Đất trồng lúa còn lại; CLN Đất trồng cây lâu năm; RSX Đất rừng sản xuất; RPH Đất rừng phòng hộ;
    RDD Đất rừng đặc dụng; NTS Đất nuôi trồng thủy sản; LMU Đất làm muối; NKH Đất nông nghiệp khác; ONT Đất ở tại nông thôn = Đất ở nông thôn;
    ODT Đất ở tại đô thị = Đất ở đô thị; TSC Đất xây dựng trụ sở cơ quan; CQP Đất quốc phòng; CAN Đất an ninh; DVH Đất cơ sở văn hóa; DXH Đất cơ sở dịch vụ xã hội;
    DYT Đất cơ sở y tế; DGD Đất cơ sở giáo dục và đào tạo; DTT Đất cơ sở thể dục thể thao; DKH Đất cơ sở khoa học và công nghệ; DNG Đất cơ sở ngoại giao;
    DSK Đất công trình sự nghiệp khác; SKK Đất khu công nghiệp; SKN Đất cụm công nghiệp; TMD Đất thương mại, dịch vụ; SKC Đất cơ sở sản xuất phi nông nghiệp;
    SKS Đất sử dụng cho hoạt động khoáng sản; DGT Đất giao thông; DTL Đất thủy lợi; DSH Đất sinh hoạt cộng đồng; DKV Đất khu vui chơi, giải trí công cộng;
    DNL Đất công trình năng lượng; DBV Đất công trình bưu chính, viễn thông; DCH Đất chợ; DRA Đất bãi thải, xử lý chất thải; DCK Đất công trình công cộng khác;
    TON Đất cơ sở tôn giáo = Đất tôn giáo; TIN Đất cơ sở tín ngưỡng = Đất tín ngưỡng; NTD Đất nghĩa trang; SON Đất sông, ngòi, kênh, rạch, suối; MNC Đất có mặt nước chuyên dùng;
    PNK Đất phi nông nghiệp khác; BCS Đất bằng chưa sử dụng; DCS Đất đồi núi chưa sử dụng; NCS Núi đá không có rừng cây; MVB Đất có mặt nước ven biển;
    MVT Đất mặt nước ven biển nuôi trồng thủy sản; MVR Đất mặt nước ven biển có rừng; MVK Đất mặt nước ven biển có mục đích khác`),
  ...entries(
    `LUN Đất trồng lúa nương; BHK Đất bằng trồng cây hàng năm khác; NHK Đất nương rẫy trồng cây hàng năm khác; DTS Đất xây dựng trụ sở của tổ chức sự nghiệp;
    SKT Đất khu chế xuất; SKX Đất sản xuất vật liệu xây dựng, làm đồ gốm; DDT Đất có di tích lịch sử - văn hóa; DDL Đất có danh lam thắng cảnh`,
    { to: '2024-07-31' },
  ),
  // HNK took in BHK and NHK and became a leaf [A: to be checked against the circular].
  ...entries(
    `HNK Đất trồng cây hằng năm khác = Đất trồng cây hàng năm khác; CNT Đất chăn nuôi tập trung; SCT Đất khu công nghệ thông tin tập trung; DMT Đất cơ sở môi trường;
    DKT Đất cơ sở khí tượng thủy văn; DCT Đất công trình cấp nước, thoát nước; DPC Đất công trình phòng, chống thiên tai;
    DDD Đất di tích lịch sử - văn hóa, danh lam thắng cảnh, di sản thiên nhiên; CGT Đất chưa giao, chưa cho thuê; MCS Đất có mặt nước chưa sử dụng`,
    { from: '2024-08-01' },
  ),
]

const ROLL_UPS = 'nnp sxn chn lua lnp pnn oct cdg dsn csk ccc csd'
  .split(' ')
  .map((code) => [code, ['roll-up', '']] as const)
const BEFORE_2004 = {
  t: 'ONT hoặc ODT, theo loại xã khi cấp',
  v: 'đất vườn',
  '2l': 'đất hai vụ lúa',
  đm: 'đất màu',
  lnk: 'đất trồng cây lâu năm khác',
}

/** Loại đất: a leaf code of either catalogue; whether it was in force on a date is `landUseInForce`. */
export const landUse = codeList({
  type: 'land-use',
  isStrict: true,
  label: 'Loại đất',
  list: 'Danh mục loại đất, TT 28/2014 và TT 08/2024/TT-BTNMT',
  entries: LAND_USES,
  isOfSeveralVersions: true,
  refused: {
    ...Object.fromEntries(ROLL_UPS),
    ...Object.fromEntries(Object.entries(BEFORE_2004).map(([code, hint]) => [code, ['old-code', hint]])),
  } as Readonly<Record<string, readonly [string, string]>>,
  findings: findings('một mã loại đất chi tiết, ví dụ ONT, CLN', {
    'roll-up': {
      vi: '{got} là nhóm đất, không ghi cho một thửa.',
      en: 'A roll-up of the land statistics: a parcel needs a leaf code.',
      fix: 'Nhập mã chi tiết theo giấy chứng nhận.',
    },
    'old-code': {
      criterion: 'thống nhất',
      vi: '{got} là ký hiệu trước năm 2004.',
      en: 'A code of before 2004.',
      fix: 'Đổi sang mã hiện hành theo hồ sơ địa chính khi cấp.',
    },
  }),
})

const landUseOf = new Map(LAND_USES.map((entry) => [entry.code, entry]))

/** Whether the catalogue in force on the (partial) date knew the land-use code. */
export function landUseInForce(code: string, date: PartialDate): boolean {
  const entry = landUseOf.get(code)
  if (!entry) return false
  return (
    (entry.from ?? '').slice(0, date.length) <= date &&
    (entry.to === undefined || date <= entry.to.slice(0, date.length))
  )
}
