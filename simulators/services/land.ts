import type { Payload } from '../protocol.ts'
import { isMalformed, isMissing, type ServiceRules, text } from './rule.ts'

/** Leaf codes of the 2014 catalogue and those added in 2024; roll-ups such as NNP or OCT are illegal on a parcel. */
const LAND_USES = new Set(
  (
    'LUC LUK LUN BHK NHK CLN RSX RPH RDD NTS LMU NKH ONT ODT TSC CQP CAN DTS DVH DXH DYT DGD DTT DKH DNG DSK SKK SKN SKT TMD ' +
    'SKC SKS SKX DGT DTL DDT DDL DSH DKV DNL DBV DCH DRA DCK TON TIN NTD SON MNC PNK BCS DCS NCS MVB MVT MVR MVK ' +
    'CNT SCT DMT DKT DCT DPC DDD CGT MCS'
  ).split(' '),
)

/** Two letters and 8 digits since 2025; before that one or two letters and 6 or 7. Đ is a letter of its own. */
const SERIAL = /^([A-ZĐ]{2} ?\d{8}|[A-ZĐ]{1,2} ?\d{6,7})$/

const isNotCount = (payload: Payload, field: string) => !/^0*[1-9]\d*$/.test(text(payload, field))

/** National land register: one row per parcel, named by commune, map sheet and parcel number. */
export const land: ServiceRules = {
  fields: new Set(
    'ma_xa so_to so_thua dien_tich loai_dat chu_su_dung so_phat_hanh so_vao_so ngay_cap dia_chi'.split(' '),
  ),
  unknownField: 'DD-900',
  rules: [
    {
      code: 'DD-201',
      field: 'ma_xa',
      message: 'Mã xã phải có 5 chữ số',
      refuses: (p) => !/^\d{5}$/.test(text(p, 'ma_xa')),
    },
    {
      code: 'DD-211',
      field: 'so_to',
      message: 'Số tờ bản đồ phải là số nguyên dương',
      refuses: (p) => isNotCount(p, 'so_to'),
    },
    {
      code: 'DD-212',
      field: 'so_thua',
      message: 'Số thửa phải là số nguyên dương',
      refuses: (p) => isNotCount(p, 'so_thua'),
    },
    {
      code: 'DD-221',
      field: 'loai_dat',
      message: 'Loại đất ngoài danh mục',
      refuses: (p) => !isMissing(p, 'loai_dat') && !LAND_USES.has(text(p, 'loai_dat')),
    },
    {
      code: 'DD-230',
      field: 'dien_tich',
      message: 'Diện tích phải lớn hơn 0',
      refuses: (p) => !isMissing(p, 'dien_tich') && !(Number(text(p, 'dien_tich')) > 0),
    },
    {
      code: 'DD-241',
      field: 'so_phat_hanh',
      message: 'Số phát hành giấy chứng nhận không đúng dạng',
      refuses: (p) => isMalformed(p, 'so_phat_hanh', SERIAL),
    },
  ],
}
